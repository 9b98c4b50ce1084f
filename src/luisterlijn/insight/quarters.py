"""What a quarter keeps of its contacts, counted by SQL: the one definition, for rolling up and for reading what is not yet.

A contact belongs to the quarter it first arrived in. Callers are told apart by their pseudonym, which is another one each
day of UTC: one counts in the quarter of their first attempt, and an attempt without pseudonym is a caller of its own.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Integer, Select, and_, case, func, literal, select
from sqlalchemy.dialects.postgresql import array

from luisterlijn.insight.series import QUARTER
from luisterlijn.insight.spread import BOUNDS_S
from luisterlijn.sql.tables import contact

DAY = timedelta(days=1)
ORIGIN = datetime(2000, 1, 1, tzinfo=UTC)


def counted(line: str, begin: datetime, end: datetime) -> Select[Any]:
    """The rows of `quarter` that contacts arriving from `begin` until `end` make, without line and source.

    Args:
        begin: a beginning of a day of UTC; else callers seen before it count once more.
    """
    one = _contacts(line, begin, end).subquery()
    answered, left = one.c.answered_at.is_not(None), one.c.abandoned_at.is_not(None) & one.c.answered_at.is_(None)
    traceable = left & one.c.caller.is_not(None)
    waited, talked = answered & one.c.waited_ms.is_not(None), one.c.handled_ms.is_not(None)
    gone = left & one.c.waited_ms.is_not(None)
    return select(
        one.c.channel,
        one.c.quarter.label("starts_at"),
        _count().label("attempts"),
        _count(one.c.nth == 1).label("callers"),
        _count(answered).label("answered"),
        _count(left).label("abandoned"),
        _count(one.c.refusal_reason.is_not(None)).label("refused"),
        _count(traceable).label("traceable"),
        _count(and_(traceable, one.c.again)).label("redialled"),
        _sum(one.c.waited_ms, waited).label("waited_ms"),
        _sum(one.c.waited_ms, gone).label("left_after_ms"),
        _spread(one.c.waited_ms, waited).label("waits"),
        _spread(one.c.waited_ms, gone).label("leaves"),
        _count(talked).label("handled"),
        _sum(one.c.handled_ms, talked).label("handled_ms"),
        _spread(one.c.handled_ms, talked).label("handles"),
    ).group_by(one.c.channel, one.c.quarter)


def _contacts(line: str, begin: datetime, end: datetime) -> Select[Any]:
    """The contacts with their quarter, which attempt of their caller they are, and whether that caller came again."""
    known = contact.c
    day = func.date_trunc("day", known.arrived_at, "UTC")
    caller = func.coalesce(known.caller, func.concat("contact ", known.contact))
    window: dict[str, Any] = {
        "partition_by": (known.channel, day, caller),
        "order_by": (known.arrived_at, known.contact),
    }
    return select(
        known.channel,
        known.caller,
        known.answered_at,
        known.abandoned_at,
        known.refusal_reason,
        known.waited_ms,
        known.handled_ms,
        func.date_bin(literal(QUARTER), known.arrived_at, literal(ORIGIN)).label("quarter"),
        func.row_number().over(**window).label("nth"),
        func.lead(known.arrived_at).over(**window).is_not(None).label("again"),
    ).where(known.line == line, known.arrived_at >= begin, known.arrived_at < end)


def _count(where: ColumnElement[bool] | None = None) -> ColumnElement[int]:
    every = func.count()
    return (every if where is None else every.filter(where)).cast(Integer)


def _sum(span: ColumnElement[Any], where: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(span).filter(where), 0).cast(BigInteger)


def _spread(span: ColumnElement[Any], where: ColumnElement[bool]) -> ColumnElement[list[int]]:
    """The counts of the parts of insight/spread.py; none where there is nothing to count."""
    bounds = [bound * 1000 for bound in BOUNDS_S]
    parts = [
        span <= bounds[0],
        *(and_(span > low, span <= high) for low, high in pairwise(bounds)),
        span > bounds[-1],
    ]
    counts = array([_count(and_(where, part)) for part in parts]).cast(ARRAY(Integer))
    return case((_count(where) == 0, literal([], ARRAY(Integer))), else_=counts)
