"""How many are lacking in each shift somebody did not come to: who came since, or came in for them, is not lacking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.sql.tables import sign_up
from luisterlijn.volunteer.attendance import LONGEST
from luisterlijn.volunteer.callout_need import NoShow
from luisterlijn.volunteer.rota import Shift, SignUp, sign_up_of_row
from luisterlijn.volunteer.rows import SIGN_UP_COLUMNS, one_of, shifts_of

DID_NOT_COME = sign_up.c.missed_at.is_not(None) & sign_up.c.checked_in_at.is_(None)


async def no_shows(connection: AsyncConnection, line: str, now: datetime) -> list[NoShow]:
    """The published shifts that run and somebody did not come to, in the order they began; `need` 0: replaced."""
    ends = (sign_up.c.ends_at > now) & (sign_up.c.ends_at <= now + LONGEST)
    runs = (sign_up.c.line == line) & ends & ~sign_up.c.standby
    wanted = select(sign_up.c.shift).where(runs, DID_NOT_COME, sign_up.c.shift.is_not(None)).distinct()
    ids = (await connection.execute(wanted)).scalars().all()
    if not ids:
        return []
    shifts = [one for one in (await shifts_of(connection, ids)).values() if one.state == "published"]
    people = select(*SIGN_UP_COLUMNS).where(sign_up.c.shift == one_of(ids), ~sign_up.c.standby)
    walked_in = select(*SIGN_UP_COLUMNS).where(
        runs, sign_up.c.how == "walk_in", sign_up.c.state == "signed", sign_up.c.starts_at <= now
    )
    there: defaultdict[str | None, list[SignUp]] = defaultdict(list)
    for row in (await connection.execute(people)).mappings():
        one = sign_up_of_row(dict(row))
        there[one.shift].append(one)
    spare = [sign_up_of_row(dict(row)) for row in (await connection.execute(walked_in)).mappings()]
    begun = sorted((one for one in shifts if one.ends_at > now), key=lambda one: (one.starts_at, one.id))
    return helped([_of(one, there[one.id], now) for one in begun], spare)


def _of(one: Shift, people: Sequence[SignUp], now: datetime) -> NoShow:
    missing = sum(absent(who) and not _joined(who, one) for who in people if who.state != "waiting")
    came_in = sum(
        _joined(who, one) and not absent(who) for who in people if who.state == "signed" and who.ends_at > now
    )
    return NoShow(one.starts_at, one.ends_at, one.id, one.channels, max(0, missing - came_in))


def _joined(who: SignUp, one: Shift) -> bool:
    """Whether somebody was put on a shift that had begun: in the place of another, who is not missing twice."""
    return who.how == "call_out" or who.starts_at > one.starts_at


def absent(who: SignUp) -> bool:
    """Whether somebody did not come, and has not since."""
    return who.missed_at is not None and who.checked_in_at is None


def helped(shifts: Iterable[NoShow], walked_in: Sequence[SignUp]) -> list[NoShow]:
    """The same with those who walked in after a shift began in the place of one each."""
    found, free = [], list(walked_in)
    for one in shifts:
        need = one.need
        for who in list(free):
            if need and who.starts_at >= one.starts_at and not set(who.channels).isdisjoint(one.channels):
                free.remove(who)
                need -= 1
        found.append(replace(one, need=need))
    return found
