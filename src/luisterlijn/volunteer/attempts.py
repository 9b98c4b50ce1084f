"""How fast log-ins may follow each other after failures.

Failures are counted for the person from one place (few are free), and more loosely for the person from anywhere and for a
place whatever the person: who guesses from elsewhere does not lock a volunteer out, and cannot guess for ever either. A
place is a keyed pseudonym that changes daily. An attempt is counted before its password is looked at, so that many at
once gain nothing; a success forgets it.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import log_in_failure

log = structlog.get_logger()

FREE_FAILURES = 4
FREE_FROM_ANYWHERE = 1000
FREE_OF_A_PLACE = 60
LONGEST_DELAY = timedelta(seconds=60)
FAILURES_KEPT = timedelta(days=1)


class TooManyAttemptsError(RefusedError):
    """Log-in attempts follow each other too fast; `retry_after` is the wait until the next one is looked at."""

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__("too_many_attempts", "Wait a moment before you try again.", retry=True)
        self.retry_after = retry_after


def delay(failures: int, free: int = FREE_FAILURES) -> timedelta:
    """The wait after so many failures in a row: none for the free ones, then 1, 2, 4 ... 60 seconds."""
    if failures <= free:
        return timedelta()
    return min(LONGEST_DELAY, timedelta(seconds=2 ** min(failures - free - 1, 16)))


def _counted(email: str, place: str) -> dict[bytes, int]:
    """What failures are counted by, hashed, and how many of each are free. Without a place the person alone is left."""
    if not place:
        return {_digest("person", email): FREE_FAILURES}
    return {
        _digest("person and place", email, place): FREE_FAILURES,
        _digest("person", email): FREE_FROM_ANYWHERE,
        _digest("place", place): FREE_OF_A_PLACE,
    }


def _digest(*words: str) -> bytes:
    return hashlib.sha256("\n".join(words).encode()).digest()


async def count(database: Database, email: str, place: str, now: datetime) -> None:
    """Count an attempt as failed, before it is looked at.

    Args:
        place: where it comes from, as a pseudonym; empty if nobody can tell.

    Raises:
        TooManyAttemptsError: too soon after failures; it was not counted.
        StoreAwayError: PostgreSQL is away.
    """
    known, free = log_in_failure.c, _counted(email, place)
    first = [{"counted_hash": key, "failures": 0, "failed_at": now, "next_at": now} for key in sorted(free)]
    locked = (
        select(known.counted_hash, known.failures, known.next_at)
        .where(known.counted_hash.in_(free))
        .order_by(known.counted_hash)
        .with_for_update()
    )
    async with database.transaction() as connection:
        await connection.execute(delete(log_in_failure).where(known.failed_at < now - FAILURES_KEPT))
        await connection.execute(insert(log_in_failure).values(first).on_conflict_do_nothing())
        rows = (await connection.execute(locked)).all()
        # one that is free asks for no wait, also of an attempt whose `now` was read a little before this one was counted
        slow = [row.next_at - now for row in rows if row.failures > free[row.counted_hash]]
        wait = max(slow, default=timedelta())
        if wait <= timedelta():
            for row in rows:
                failures = row.failures + 1
                values = {
                    "failures": failures,
                    "failed_at": now,
                    "next_at": now + delay(failures, free[row.counted_hash]),
                }
                await connection.execute(
                    update(log_in_failure).where(known.counted_hash == row.counted_hash).values(**values)
                )
            return
    log.warning("login.delayed")
    raise TooManyAttemptsError(wait)


async def forget(connection: AsyncConnection, email: str, place: str) -> None:
    """A log-in succeeded."""
    await connection.execute(delete(log_in_failure).where(log_in_failure.c.counted_hash.in_(_counted(email, place))))
