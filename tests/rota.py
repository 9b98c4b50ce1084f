"""A rota to play with: people and shifts of one line, put into SQL as the tests want them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from luisterlijn import settings as settings_module
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import audit, message, person, requirement, shift, sign_up, untold
from luisterlijn.volunteer import rows, signup
from luisterlijn.volunteer.rota import RotaOf, SignUp, new_id, sign_up_of_row
from luisterlijn.volunteer.template import local_day

NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class Rota:
    """The rota of the line `demo`."""

    def __init__(self, database: Database, **settings: Any) -> None:
        self.database = database
        self.settings = settings_module.load(environment={}, line={"id": "demo"}, **settings)

    @property
    def of(self) -> RotaOf:
        """For one transaction."""
        return RotaOf.of(self.settings)

    async def people(self, *names: str, **more: Any) -> None:
        """Volunteers whose ids are their names."""
        values = {"line": "demo", "role": "volunteer", "password_hash": "", "channels": ["chat", "phone"]} | more
        async with self.database.transaction() as connection:
            for name in names:
                who = {"id": name, "name": name.title(), "email": f"{name}@demo.example"}
                await connection.execute(insert(person).values(**who, **values))

    async def shift(self, day: int = 4, begins: float = 18, ends: float = 22, **more: Any) -> str:
        """A published shift of May 2026 from and until local hours; its id."""
        starts_at, ends_at = local(day, begins), local(day, ends)
        values = {"name": "evening", "minimum": 1, "target": 1, "channels": ["chat", "phone"], "state": "published"}
        times = {"day": local_day(starts_at, AMSTERDAM), "starts_at": starts_at, "ends_at": ends_at}
        made = new_id("s")
        async with self.database.transaction() as connection:
            await connection.execute(insert(shift).values(id=made, line="demo", **(times | values | more)))
        return made

    async def needs(self, *people: int, at: datetime, channel: str = "chat", spread: Sequence[int] = ()) -> None:
        """The forecast needs so many people in the quarters from `at` on."""
        known = {"binds": "share", "load": 0.5, "mean": 1.0, "low": 0, "high": 2, "made_at": NOW}
        rows = [
            {"line": "demo", "channel": channel, "starts_at": at + number * timedelta(minutes=15), "people": needed}
            | {"spread": list(spread or (needed,) * 10), **known}
            for number, needed in enumerate(people)
        ]
        async with self.database.transaction() as connection:
            await connection.execute(insert(requirement), rows)

    async def take(self, shift_id: str, name: str, now: datetime = NOW, **more: Any) -> SignUp:
        """Somebody takes a place."""
        given = {"how": "self", "by": name} | more
        async with self.database.transaction() as connection:
            return await signup.take(connection, self.of, shift_id, name, given.pop("how"), now, **given)

    async def withdraw(self, one: SignUp, now: datetime = NOW, **more: Any) -> None:
        """Somebody is taken off, by their own wish unless told otherwise."""
        async with self.database.transaction() as connection:
            await signup.withdraw(connection, self.of, one.id, now, **({"by": one.volunteer, "why": "self"} | more))

    async def on(self, shift_id: str) -> list[tuple[str, str]]:
        """Who is on a shift or waits, in the order they came, and how."""
        async with self.database.transaction() as connection:
            return [(one.volunteer, one.state) for one in await rows.sign_ups_of(connection, {shift_id})]

    async def of_person(self, name: str) -> list[SignUp]:
        """All sign-ups somebody ever had, by when they begin."""
        wanted = select(*rows.SIGN_UP_COLUMNS).where(sign_up.c.volunteer == name).order_by(sign_up.c.starts_at)
        async with self.database.transaction() as connection:
            return [sign_up_of_row(dict(row)) for row in (await connection.execute(wanted)).mappings()]

    async def messages(self) -> list[tuple[str, str]]:
        """Kind and person of every message written, in order."""
        async with self.database.transaction() as connection:
            found = await connection.execute(select(message.c.kind, message.c.person).order_by(message.c.id))
            return [(row.kind, row.person) for row in found]

    async def told(self) -> list[dict[str, Any]]:
        """The facts told, in order, but for those about messages; taken away."""
        async with self.database.transaction() as connection:
            found = (await connection.execute(select(untold).order_by(untold.c.id))).all()
            await connection.execute(untold.delete())
        return [{"kind": row.kind} | row.fields for row in found if row.kind != "message.due"]

    async def audited(self) -> list[tuple[str, str]]:
        """Who did what, in order."""
        async with self.database.transaction() as connection:
            return [(row.by, row.what) for row in await connection.execute(select(audit).order_by(audit.c.id))]


def local(day: int, hour: float) -> datetime:
    """An instant of May 2026 by Amsterdam's clock; hours past 24 are of the next day."""
    return (datetime(2026, 5, day, tzinfo=AMSTERDAM) + timedelta(hours=hour)).astimezone(UTC)


def rules(reasons: Sequence[Any]) -> list[str]:
    """The rules that stand in the way."""
    return [one.rule for one in reasons]
