"""A rota whose people are invited to shifts, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from luisterlijn.sql.tables import message, shift_ask
from luisterlijn.volunteer import ask_answers
from luisterlijn.volunteer.ask import ask
from luisterlijn.volunteer.ask_answers import Said
from luisterlijn.volunteer.ask_seen import AskSeen
from luisterlijn.volunteer.ask_standing import Asked, Pair
from luisterlijn.volunteer.links import Links
from tests.rota import NOW, Rota

LINKS = Links("a-secret", "demo")


class Asking(Rota):
    """The rota of the line `demo`, with Cora who asks."""

    async def ask(self, *pairs: tuple[str, str], now: datetime = NOW) -> list[Asked]:
        """Ask people (a shift, a name) by one request."""
        async with self.database.transaction() as connection:
            return await ask(connection, self.of, [Pair(*one) for one in pairs], now, by="cora")

    async def answer(self, name: str, shift: str, said: Said = "yes", now: datetime = NOW) -> AskSeen:
        """Somebody answers the last invitation to a shift."""
        number = max(await self.numbers(name, shift))
        async with self.database.transaction() as connection:
            return await ask_answers.answer(connection, self.of, name, number, said, now)

    async def numbers(self, name: str, shift: str) -> list[int]:
        """The numbers of somebody's invitations to a shift."""
        wanted = select(shift_ask.c.id).where(shift_ask.c.volunteer == name, shift_ask.c.shift == shift)
        async with self.database.transaction() as connection:
            return list((await connection.execute(wanted)).scalars())

    async def states(self) -> list[tuple[str, str]]:
        """Who was asked, in order, and how the row stands."""
        async with self.database.transaction() as connection:
            rows = await connection.execute(select(shift_ask).order_by(shift_ask.c.id))
            return [(row.volunteer, row.state) for row in rows]

    async def letters(self) -> list[tuple[str, str, dict[str, Any], str]]:
        """The letters written: to whom, of which kind, with what, and whether they are still to be sent."""
        async with self.database.transaction() as connection:
            rows = await connection.execute(select(message).order_by(message.c.id))
            return [(row.person, row.kind, row.fields, row.state) for row in rows]

    async def token(self, name: str) -> str:
        """What the link of somebody's last letter carries."""
        *_, found = [fields["number"] for person, _, fields, _ in await self.letters() if person == name]
        return LINKS.token("shifts", found)

    async def by_link(
        self, token: str, number: int | None = None, said: Said | None = None, now: datetime = NOW
    ) -> list[AskSeen]:
        """Somebody opens a link, or answers by it."""
        async with self.database.transaction() as connection:
            return await ask_answers.by_link(connection, self.of, LINKS, token, number, said, now)
