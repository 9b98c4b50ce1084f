"""What the wall shows of the rota this second: who is late, which call-outs run, and a number that rises with every change.

Kept in memory. SQL is read again when a fact says that something changed, never by the second; while PostgreSQL is away
the last known stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from luisterlijn import clock
from luisterlijn.contact.history import place
from luisterlijn.errors import StoreAwayError
from luisterlijn.facts import (
    AskChanged,
    CalloutAnswered,
    CalloutChanged,
    Fact,
    MessageDue,
    PersonChanged,
    ShiftChanged,
    SignUpChanged,
    SwapChanged,
)
from luisterlijn.live.tasks import spawn
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import call_out, person, shift, sign_up

RISES = (
    ShiftChanged,
    SignUpChanged,
    SwapChanged,
    AskChanged,
    PersonChanged,
    CalloutChanged,
    CalloutAnswered,
    MessageDue,
)
READ_FOR = (ShiftChanged, SignUpChanged, PersonChanged, CalloutChanged)


@dataclass(frozen=True, slots=True)
class Late:
    """Somebody who was reminded of a shift that has begun and is not there; not to be shown after `until`."""

    volunteer: str
    shift: str | None
    shift_name: str
    since: datetime
    until: datetime


class RotaNow:
    """What one node knows of the rota now. `changed`: rises when the rota does, and is the same on every node."""

    def __init__(self, database: Database, line: str) -> None:
        self._database, self._line = database, line
        self._late: tuple[Late, ...] = ()
        self.callouts = 0
        self.changed = 0
        self._stale, self._reading = True, False

    def late(self, now: datetime) -> list[Late]:
        """Who is late, those missed longest first."""
        return [one for one in self._late if now < one.until]

    def told(self, fact: Fact) -> None:
        """A fact of the stream."""
        if isinstance(fact, RISES):
            self.changed = max(self.changed, place(fact.id)[0])
        if isinstance(fact, READ_FOR):
            self.refresh()

    def refresh(self) -> None:
        """What is known may be old: read it anew."""
        self._stale = True
        self.look()

    def look(self) -> None:
        """Read what is old, in the background; to be called again now and then, should PostgreSQL have been away."""
        if self._stale and not self._reading and self._database.ready:
            self._reading = True
            spawn(self._read(), name="rota_now.read")

    async def _read(self) -> None:
        try:
            while self._stale:
                self._stale = False
                self._late, self.callouts = await read(self._database, self._line, clock.now())
        except StoreAwayError:
            self._stale = True
        finally:
            self._reading = False


async def read(database: Database, line: str, now: datetime) -> tuple[tuple[Late, ...], int]:
    """Who is late at `now`, and how many call-outs run.

    Raises:
        StoreAwayError: PostgreSQL is away.
    """
    row = sign_up.c
    late = (
        select(person.c.name, row.shift, func.coalesce(shift.c.name, ""), row.starts_at, row.ends_at)
        .join_from(sign_up, person, person.c.id == row.volunteer)
        .outerjoin(shift, shift.c.id == row.shift)
        .where(row.line == line, row.state == "signed", row.starts_at <= now, row.ends_at > now)
        .where(row.checked_in_at.is_(None), or_(row.late_told_at.is_not(None), row.missed_at.is_not(None)))
        .order_by(row.starts_at, person.c.name)
    )
    running = select(func.count()).where(call_out.c.line == line, call_out.c.state == "running")
    async with database.transaction() as connection:
        people = tuple(Late(*found) for found in await connection.execute(late))
        return people, (await connection.execute(running)).scalar_one()
