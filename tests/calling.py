"""A rota whose people are called: call-outs begun, stepped and answered as the tests want them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Self

from sqlalchemy import Row, select, update

from luisterlijn.facts import Channel
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import call_out, call_out_ask, message, person, sign_up
from luisterlijn.volunteer import callout, responses
from luisterlijn.volunteer.callout_need import Gap, Why
from luisterlijn.volunteer.links import Links
from luisterlijn.volunteer.responses import Answered, Said
from luisterlijn.volunteer.watch import Watch
from tests.rota import NOW, Rota, local

LINKS = Links("a secret of thirty-two characters", "demo")
STAGES: list[dict[str, Any]] = [
    {"who": "standby", "ask": 2, "wait": 180, "rounds": 5},
    {"who": "willing", "ask": 2, "wait": 300, "rounds": 10},
    {"who": "coordinator", "ask": 10, "wait": 600, "rounds": 1},
]
BOTH: tuple[Channel, ...] = ("chat", "phone")
SECONDS, MINUTES, HOURS = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
START = local(4, 18)
"""When the evening shift begins."""


class Calling(Rota):
    """The rota of the line `demo`, with call-outs. `present`, `waits`: what a watch sees."""

    def __init__(self, database: Database, **settings: Any) -> None:
        more = {"callout": {"stages": STAGES} | settings.pop("callout", {})}
        super().__init__(database, **more, **settings)
        self.present: dict[str, str] | None = {}
        self.waits: dict[Channel, timedelta] = {}

    @classmethod
    async def staffed(cls, database: Database, **settings: Any) -> Self:
        """With two volunteers and a coordinator."""
        played = cls(database, **settings)
        await played.people("anna", "bram")
        await played.people("cora", role="coordinator")
        return played

    async def evening(self, *names: str, **more: Any) -> str:
        """A shift on the evening of the fourth, with these people on it, of whom none is needed unless it is said."""
        made = await self.shift(**({"minimum": 0, "target": 0} | more))
        for name in names:
            await self.take(made, name)
        await self.told()
        return made

    def watch(self, database: Database | None = None) -> Watch:
        """A node's watch."""
        return Watch(database or self.database, self.settings, lambda: self.present, lambda _: self.waits)

    async def willing(self, *names: str, **more: Any) -> None:
        """Volunteers who may be called at any hour."""
        await self.people(*names, callable=True, **more)

    async def begin(
        self,
        begins: float = 18,
        ends: float = 22,
        need: int = 1,
        now: datetime = NOW,
        why: Why = "asked",
        channels: tuple[Channel, ...] = BOTH,
        **more: Any,
    ) -> str | None:
        """Call people for local hours of 4 May 2026."""
        gap = Gap(local(4, begins), local(4, ends), why, channels, need, more.pop("shift", None))
        async with self.database.transaction() as connection:
            return await callout.begin(connection, self.of, gap, now, by=more.pop("by", "cora"), **more)

    async def step(self, number: str, now: datetime = NOW, **more: Any) -> None:
        """Let a call-out go on."""
        async with self.database.transaction() as connection:
            await callout.step(connection, self.of, number, now, **more)

    async def row(self, number: str) -> Row[Any]:
        """A call-out as it is kept."""
        async with self.database.transaction() as connection:
            return (await connection.execute(select(call_out).where(call_out.c.id == number))).one()

    async def state(self, number: str) -> tuple[str, int, int]:
        """Its state, how many it needs and how many it has."""
        row = await self.row(number)
        return row.state, row.need, row.filled

    async def call_outs(self) -> list[tuple[str, str, int]]:
        """Why, state and need of all there were, in order."""
        wanted = select(call_out).order_by(call_out.c.started_at, call_out.c.starts_at, call_out.c.id)
        async with self.database.transaction() as connection:
            return [(row.why, row.state, row.need) for row in await connection.execute(wanted)]

    async def asks(self) -> list[tuple[int, str, str, str | None]]:
        """Round, stage, volunteer and answer of everybody asked, by round and name."""
        wanted = select(call_out_ask).order_by(call_out_ask.c.round, call_out_ask.c.volunteer, call_out_ask.c.id)
        async with self.database.transaction() as connection:
            found = await connection.execute(wanted)
            return [(row.round, row.stage, row.volunteer, row.answer) for row in found]

    async def asked(self) -> list[str]:
        """Everybody asked, by round and name."""
        return [volunteer for _, _, volunteer, _ in await self.asks()]

    async def link(self, name: str, turn: int | None = None) -> str:
        """The token in the last message (or that of a round) that asked somebody."""
        wanted = select(call_out_ask.c.id, call_out_ask.c.round).where(call_out_ask.c.volunteer == name)
        async with self.database.transaction() as connection:
            rows = (await connection.execute(wanted.order_by(call_out_ask.c.id))).all()
        return LINKS.token("callout", next(row.id for row in rows[::-1] if turn in {None, row.round}))

    async def answer(self, token: str, said: Said | None, now: datetime = NOW) -> Answered:
        """Somebody opens the link, and perhaps answers."""
        async with self.database.transaction() as connection:
            return await responses.answer(connection, self.of, LINKS, token, said, now)

    async def says(self, name: str, said: Said | None, now: datetime = NOW) -> str:
        """The same by name: what they see."""
        return (await self.answer(await self.link(name), said, now)).state

    async def sent(self) -> None:
        """Everything written so far was sent."""
        async with self.database.transaction() as connection:
            due = update(message).where(message.c.state == "due")
            await connection.execute(due.values(state="sent", tries=1, sent_at=NOW))

    async def written(self, *kinds: str) -> list[str]:
        """To whom messages of these kinds were written, by name, but for those taken back."""
        wanted = select(message.c.person).where(message.c.kind.in_(kinds), message.c.state != "expired")
        async with self.database.transaction() as connection:
            return sorted((await connection.execute(wanted)).scalars())

    async def marks(self, name: str) -> list[str]:
        """What was noted of somebody's sign-ups: checked_in, late, missed."""
        wanted = select(sign_up).where(sign_up.c.volunteer == name).order_by(sign_up.c.starts_at)
        kinds = {"checked_in": "checked_in_at", "late": "late_told_at", "missed": "missed_at"}
        async with self.database.transaction() as connection:
            rows: Sequence[Any] = (await connection.execute(wanted)).all()
        return [kind for row in rows for kind, column in kinds.items() if getattr(row, column) is not None]

    async def change(self, name: str, **values: Any) -> None:
        """Somebody's row changes."""
        async with self.database.transaction() as connection:
            await connection.execute(update(person).where(person.c.id == name).values(**values))


async def steps(watch: Watch, *times: datetime) -> None:
    """The watch looks at each of these instants."""
    for now in times:
        await watch.step(now)
