"""Call-outs as coordinators see them: what for, how far each is, who was asked, how, and what they said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Text, cast, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.sql.audit import SYSTEM
from luisterlijn.sql.tables import call_out, call_out_ask, message, person, shift
from luisterlijn.volunteer.callout_letters import KEY
from luisterlijn.volunteer.callout_plan import Who

SHOWN_FOR = timedelta(days=7)
MOST = 100


@dataclass(frozen=True, slots=True)
class AskSeen:
    """One person asked. `ways`: what each way did with the message, as `message.ways` has it."""

    round: int
    stage: Who
    name: str
    asked_at: datetime
    answer: Literal["yes", "no", "too_late"] | None
    answered_at: datetime | None
    ways: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class CallOutSeen:
    """A call-out's row, with the name of its shift and of who began it (empty: the line did), and whom it asked."""

    row: Row[Any]
    shift_name: str | None
    started_by: str
    asks: tuple[AskSeen, ...]

    @property
    def stage(self) -> Who | None:
        """Whom the running round asks."""
        return self.asks[-1].stage if self.asks and self.row.state == "running" else None


async def lately(connection: AsyncConnection, line: str, now: datetime) -> list[CallOutSeen]:
    """Those that run, then those of the last days, each the newest first."""
    return await _seen(connection, line, or_(call_out.c.state == "running", call_out.c.started_at > now - SHOWN_FOR))


async def one(connection: AsyncConnection, line: str, number: str) -> CallOutSeen:
    """One that is there."""
    return (await _seen(connection, line, call_out.c.id == number))[0]


async def _seen(connection: AsyncConnection, line: str, which: ColumnElement[bool]) -> list[CallOutSeen]:
    by = func.coalesce(person.c.name, "")
    wanted = (
        select(call_out, shift.c.name.label("shift_name"), by.label("by_name"))
        .outerjoin(shift, shift.c.id == call_out.c.shift)
        .outerjoin(person, (person.c.id == call_out.c.started_by) & (call_out.c.started_by != SYSTEM))
        .where(call_out.c.line == line, which)
        .order_by((call_out.c.state == "running").desc(), call_out.c.started_at.desc(), call_out.c.id)
        .limit(MOST)
    )
    rows = (await connection.execute(wanted)).all()
    asks = await _asks(connection, line, [row.id for row in rows])
    return [CallOutSeen(row, row.shift_name, row.by_name, tuple(asks[row.id])) for row in rows]


async def _asks(connection: AsyncConnection, line: str, ids: Sequence[str]) -> defaultdict[str, list[AskSeen]]:
    key = literal(KEY).concat(cast(call_out_ask.c.id, Text))
    wanted = (
        select(call_out_ask, person.c.name, message.c.ways)
        .join_from(call_out_ask, person, call_out_ask.c.volunteer == person.c.id)
        .outerjoin(message, (message.c.line == line) & (message.c.key == key))
        .where(call_out_ask.c.call_out.in_(ids))
        .order_by(call_out_ask.c.round, call_out_ask.c.id)
    )
    found: defaultdict[str, list[AskSeen]] = defaultdict(list)
    for row in await connection.execute(wanted):
        ways = tuple(way for _, way in sorted((row.ways or {}).items()))
        seen = AskSeen(row.round, row.stage, row.name, row.asked_at, row.answer, row.answered_at, ways)
        found[row.call_out].append(seen)
    return found
