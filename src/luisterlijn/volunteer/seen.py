"""The rota as it is read: shifts with who is on them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.sql.tables import person, shift, sign_up
from luisterlijn.volunteer.rota import Shift, SignUp, shift_of_row, sign_up_of_row
from luisterlijn.volunteer.rows import SHIFT_COLUMNS, SIGN_UP_COLUMNS, one_of, shifts_of, sign_ups_of


@dataclass(frozen=True, slots=True)
class Seen:
    """A shift, and who is on it or waits, in the order they came."""

    shift: Shift
    people: Sequence[SignUp] = ()

    @property
    def signed(self) -> int:
        """How many come: those missed at its start no longer count."""
        return sum(
            one.state == "signed" and (one.missed_at is None or one.checked_in_at is not None) for one in self.people
        )

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return sum(one.state == "waiting" for one in self.people)

    @property
    def short(self) -> int:
        """How many are lacking to the minimum."""
        return max(0, self.shift.minimum - self.signed)

    @property
    def is_full(self) -> bool:
        """Whether who comes now would wait."""
        taken = sum(one.state == "signed" for one in self.people)
        return self.shift.maximum is not None and taken >= self.shift.maximum

    def place(self, one: SignUp) -> int | None:
        """Somebody's place on the waitlist, from 1."""
        waiting = [other.id for other in self.people if other.state == "waiting"]
        return waiting.index(one.id) + 1 if one.id in waiting else None


async def shifts_between(
    connection: AsyncConnection, line: str, begin: datetime, end: datetime, *, states: Collection[str]
) -> list[Seen]:
    """The shifts in one of these states that begin from `begin` and before `end`, in order.

    A shift its template lost again, and nobody ever was on, is left out.
    """
    used = select(sign_up.c.id).where(sign_up.c.shift == shift.c.id).exists()
    wanted = (
        select(*SHIFT_COLUMNS)
        .where(shift.c.line == line, shift.c.starts_at >= begin, shift.c.starts_at < end, shift.c.state.in_(states))
        .where(or_(shift.c.state != "cancelled", shift.c.changed, used))
        .order_by(shift.c.starts_at, shift.c.name, shift.c.id)
    )
    found = [shift_of_row(dict(row)) for row in (await connection.execute(wanted)).mappings()]
    return await _with_people(connection, found)


async def seen(connection: AsyncConnection, shifts: Collection[str]) -> dict[str, Seen]:
    """These shifts by id."""
    found = await shifts_of(connection, shifts)
    return {one.shift.id: one for one in await _with_people(connection, list(found.values()))}


async def own_sign_ups(connection: AsyncConnection, line: str, volunteer: str, now: datetime) -> list[SignUp]:
    """What somebody is signed up for or waits for and is not over, in order."""
    mine = sign_up.c
    wanted = (
        select(*SIGN_UP_COLUMNS)
        .where(mine.line == line, mine.volunteer == volunteer, mine.state != "withdrawn", mine.ends_at > now)
        .order_by(mine.starts_at, mine.id)
    )
    return [sign_up_of_row(dict(row)) for row in (await connection.execute(wanted)).mappings()]


async def names_of(connection: AsyncConnection, line: str, people: Collection[str]) -> dict[str, str]:
    """What people are called, by id."""
    wanted = select(person.c.id, person.c.name).where(person.c.line == line, person.c.id == one_of(people))
    return {row.id: row.name for row in await connection.execute(wanted)}


async def _with_people(connection: AsyncConnection, shifts: Sequence[Shift]) -> list[Seen]:
    by_shift: dict[str | None, list[SignUp]] = {one.id: [] for one in shifts}
    for one in await sign_ups_of(connection, [one.id for one in shifts]):
        by_shift[one.shift].append(one)
    return [Seen(one, by_shift[one.id]) for one in shifts]
