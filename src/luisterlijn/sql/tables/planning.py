"""What planning rests on: what came in by quarter, kept for good, what was counted of erased rows, and campaigns."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    Index,
    Integer,
    Table,
    Text,
    text,
)

from luisterlijn.sql.tables.columns import METADATA, count, instant, made_at, one_of


def _total(name: str) -> Column[int]:
    """A sum of milliseconds."""
    return Column(name, BigInteger, nullable=False, server_default=text("0"))


def _spread(name: str) -> Column[list[int]]:
    """The counts of a histogram whose bounds insight/spread.py has; empty where nothing was measured."""
    return Column(name, ARRAY(Integer), nullable=False, server_default=text("'{}'::integer[]"))


quarter = Table(
    "quarter",
    METADATA,
    Column("line", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("starts_at", DateTime(timezone=True), primary_key=True),
    count("attempts"),
    Column("callers", Integer),
    count("answered"),
    count("abandoned"),
    count("refused"),
    count("traceable"),
    count("redialled"),
    _total("waited_ms"),
    _total("left_after_ms"),
    _spread("waits"),
    _spread("leaves"),
    count("handled"),
    _total("handled_ms"),
    _spread("handles"),
    CheckConstraint(one_of("source", "recorded", "imported"), name="source"),
    comment="What came in one channel in a quarter of UTC: rolled up from contacts, or imported. Kept for good.",
)

rolled_up = Table(
    "rolled_up",
    METADATA,
    Column("line", Text, primary_key=True),
    instant("rolled_until", nullable=False),
    comment="The contacts that arrived before this instant are in `quarter`, and count there.",
)

erased = Table(
    "erased",
    METADATA,
    Column("line", Text, primary_key=True),
    Column("figure", Text, primary_key=True),
    Column("label", Text, primary_key=True),
    Column("amount", BigInteger, nullable=False),
    comment="Sums over contacts that were erased, by the figures of insight/tally.py: counters never shrink.",
)

campaign = Table(
    "campaign",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("line", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    Column("factor", Double, nullable=False),
    count("fading_days"),
    Column("channel", Text),
    made_at(),
    CheckConstraint("first_on <= last_on", name="days"),
    CheckConstraint("factor > 0 and fading_days >= 0", name="numbers"),
    CheckConstraint(one_of("channel", "chat", "phone"), name="channel"),
    Index(None, "line"),
    comment="A time in which more people come, or fewer: local days, and days over which it fades; no channel: both.",
)
