"""The figures of everything already in SQL, counted there in one instant: the base that facts are added to.

Of rows that were erased the sums were kept (record/retention.py); they are in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, true, union_all
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import BigInteger, Integer, Text

from luisterlijn.contact.history import History
from luisterlijn.insight.figures import BEGINNING, REMEMBERED, Base
from luisterlijn.insight.tally import OFFERS, SPREADS, Part
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import RECORD, contact, erased, fact_position

COLUMNS = [contact.c[field.name] for field in fields(History)]


async def base(database: Database, line: str, now: datetime) -> Base:
    """What the rows of a line say, and the position in the fact stream at which they say it.

    Raises:
        StoreAwayError: PostgreSQL is away.
    """
    position = select(fact_position.c.last_fact).filter_by(consumer=RECORD, line=line)
    gone = select(erased.c.figure, erased.c.label, erased.c.amount).where(erased.c.line == line)
    recent = select(*COLUMNS).where(contact.c.line == line, contact.c.arrived_at >= now - REMEMBERED)
    async with database.transaction(snapshot=True) as connection:
        reached = (await connection.execute(position)).scalar_one_or_none()
        counts = Counter[Part]()
        for figure, label, amount in await connection.execute(union_all(gone, *sums(contact.c.line == line))):
            if amount:
                counts[figure, label] += amount
        histories = tuple(History(**row) for row in (await connection.execute(recent)).mappings())
    return Base(reached or BEGINNING, counts, histories)


def sums(mine: ColumnElement[bool]) -> Iterator[Select[str, str, int]]:
    """`parts()` of tally.py over the contacts chosen, in SQL: rows of figure, label, amount."""
    answered = contact.c.answered_at.is_not(None)
    yield _by("arrivals", contact.c.channel, mine)
    yield _by("answered", contact.c.channel, mine & answered)
    yield _by("refusals", contact.c.refusal_reason, mine & contact.c.refusal_reason.is_not(None))
    for result in OFFERS:
        yield _total("offers", result, contact.c[f"offers_{result}"], mine)
    for reason in ("left", "silent"):
        yield _total("abandons", reason, contact.c[f"times_{reason}"], mine)
    for figure, (column, bounds) in SPREADS.items():
        span = contact.c[column]
        counted = and_(mine, span.is_not(None), answered if figure == "wait_answered" else true())
        above = literal([bound * 1000 + 1 for bound in bounds], ARRAY(Integer))  # a bound belongs to its own bucket
        yield _by(figure, func.width_bucket(span, above), counted)
        yield _total(f"{figure}_sum_ms", "", span, counted)


def _by(figure: str, label: ColumnElement[Any], where: ColumnElement[bool]) -> Select[str, str, int]:
    return select(literal(figure, Text), label.cast(Text), func.count().cast(BigInteger)).where(where).group_by(label)


def _total(figure: str, label: str, column: ColumnElement[Any], where: ColumnElement[bool]) -> Select[str, str, int]:
    total = func.coalesce(func.sum(column), 0).cast(BigInteger)
    return select(literal(figure, Text), literal(label, Text), total).where(where)
