"""Who came when a shift began: checked in by being ready, sent a message when late, missed in the end.

Late counts from the start of the shift; for who was put on it later, from then; for who was called in, from when they had
the time to get ready; and while nobody's presence was known, nobody is late.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import BigInteger, ColumnElement, case, func, select, update
from sqlalchemy import cast as as_type
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn import clock
from luisterlijn.sql.audit import SYSTEM, note
from luisterlijn.sql.tables import sign_up
from luisterlijn.sql.telling import tell
from luisterlijn.volunteer import letters
from luisterlijn.volunteer.rota import RotaOf, SignUp, sign_up_of_row
from luisterlijn.volunteer.rows import SIGN_UP_COLUMNS, one_of

MILLISECOND = timedelta(milliseconds=1)
LONGEST = timedelta(hours=26)
"""Nobody's duty lasts longer: a day, in the night the clock is put back too. What runs now is so found by when it ends."""


async def check_in(connection: AsyncConnection, rota: RotaOf, present: Collection[str], now: datetime) -> list[SignUp]:
    """Whoever is on duty now and present has come, however late."""
    here = sign_up.c.volunteer == one_of(present)
    return await _mark(connection, rota, here, "checked_in", now, checked_in_at=now)


async def tell_late(connection: AsyncConnection, rota: RotaOf, known_since: datetime, now: datetime) -> list[SignUp]:
    """Send a message to who is not there a while after the start.

    Args:
        known_since: since when it is known who is present.
    """
    overdue = _overdue(rota, known_since, now, rota.settings.callout.remind) & sign_up.c.late_told_at.is_(None)
    late = await _mark(connection, rota, overdue, "late", now, late_told_at=now)
    for one in late:
        await letters.write(connection, rota, "late", one, now)
    return late


async def miss(connection: AsyncConnection, rota: RotaOf, known_since: datetime, now: datetime) -> list[SignUp]:
    """Count who is not there a longer while after the start as missing."""
    overdue = _overdue(rota, known_since, now, rota.settings.callout.late) & sign_up.c.missed_at.is_(None)
    missing = await _mark(connection, rota, overdue, "missed", now, missed_at=now)
    for one in missing:
        about = {"volunteer": one.volunteer, "shift": one.shift}
        await note(connection, rota.line, now, SYSTEM, "sign_up.missed", one.id, **about)
    return missing


def _overdue(rota: RotaOf, known_since: datetime, now: datetime, wait: timedelta) -> ColumnElement[bool]:
    """Expected for so long and not there; a walk-in was promised to nobody."""
    come_ms = rota.settings.callout.come // MILLISECOND
    put_ms = sign_up.c.since + case((sign_up.c.how == "call_out", come_ms), else_=0)
    starts_ms = as_type(func.extract("epoch", sign_up.c.starts_at) * 1000, BigInteger)
    from_ms = func.greatest(starts_ms, put_ms, clock.to_ms(known_since))
    return (sign_up.c.how != "walk_in") & (from_ms <= clock.to_ms(now - wait))


async def _mark(
    connection: AsyncConnection,
    rota: RotaOf,
    which: ColumnElement[bool],
    state: Literal["checked_in", "late", "missed"],
    now: datetime,
    **values: Any,
) -> list[SignUp]:
    """Mark those on duty now who have not checked in; a row somebody else is changing is left for the next time."""
    expected = (
        select(sign_up.c.id)
        .where(
            sign_up.c.line == rota.line,
            sign_up.c.ends_at > now,
            sign_up.c.ends_at <= now + LONGEST,
            sign_up.c.starts_at <= now,
            sign_up.c.state == "signed",
            ~sign_up.c.standby,
            sign_up.c.checked_in_at.is_(None),
            which,
        )
        .with_for_update(skip_locked=True, key_share=True)
    )
    ids = (await connection.execute(expected)).scalars().all()
    if not ids:
        return []
    marked = update(sign_up).where(sign_up.c.id == one_of(ids)).values(**values).returning(*SIGN_UP_COLUMNS)
    found = [sign_up_of_row(dict(row)) for row in (await connection.execute(marked)).mappings()]
    for one in found:
        who = {"sign_up": one.id, "shift": one.shift, "volunteer": one.volunteer}
        await tell(
            connection, rota.line, "sign_up.changed", now, **who, begins=one.starts_at, ends=one.ends_at, state=state
        )
    return found
