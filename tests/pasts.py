"""Pasts made up for tests: series of counts, and rows of contacts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike
from sqlalchemy import insert

from luisterlijn import clock
from luisterlijn.facts import Channel
from luisterlijn.insight.series import Series
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import RECORD, contact, fact_position

LINE = "demo"
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
UNSAID = ("answered_at", "abandoned_at", "closed_at", "outcome", "handled_ms", "refusal_reason", "first_left_after_ms")
NOTHING: dict[str, Any] = dict.fromkeys(UNSAID) | {"times_left": 0}
Fate = Literal["answered", "left", "refused", "waiting"]


def series_of(attempts: ArrayLike, begin: datetime = MONDAY, known: ArrayLike | None = None) -> Series:
    """A series with these attempts, all of them answered."""
    came = np.array(attempts, np.int64)
    none = np.zeros_like(came)
    flags = np.ones(len(came), np.bool_) if known is None else np.array(known, np.bool_)
    return Series("phone", begin, came, came, came, none, none, flags)


def days_of(*totals: Sequence[int]) -> Series:
    """Days of UTC, each 96 counts."""
    return series_of(np.concatenate([np.array(one) for one in totals]))


def happened(
    name: str,
    at: datetime,
    fate: Fate = "answered",
    *,
    waited_s: float = 30,
    handled_s: float | None = 1200,
    caller: str | None = None,
    channel: Channel = "phone",
    line: str = LINE,
) -> dict[str, Any]:
    """The row of one contact."""
    row: dict[str, Any] = {"line": line, "contact": name, "last_fact": "1-0", "channel": channel, "urgent": False}
    row |= {"arrived_at": at, "caller": caller, "waited_ms": round(waited_s * 1000), **NOTHING}
    then = at + timedelta(seconds=waited_s)
    match fate:
        case "answered":
            done = None if handled_s is None else round(handled_s * 1000)
            row |= {"answered_at": then, "outcome": "answered", "handled_ms": done, "closed_at": then}
        case "left":
            row |= {"abandoned_at": then, "closed_at": then, "outcome": "abandoned", "times_left": 1}
            row |= {"first_left_after_ms": row["waited_ms"]}
        case "refused":
            row |= {"outcome": "refused", "refusal_reason": "full", "closed_at": at, "waited_ms": None}
        case "waiting":
            row["waited_ms"] = None
    return row


async def write(database: Database, *rows: dict[str, Any], recorded: datetime | None = None) -> None:
    """Write rows, and say until when the facts were written down: by default nothing more will come."""
    last = f"{clock.to_ms(recorded or datetime(2100, 1, 1, tzinfo=UTC))}-0"
    async with database.transaction() as connection:
        await connection.execute(insert(contact), list(rows))
        for line in {row["line"] for row in rows}:
            position = insert(fact_position).values(consumer=RECORD, line=line, last_fact=last)
            await connection.execute(position)
