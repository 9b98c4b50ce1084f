"""When people can come and how much, and which shifts they were asked to take."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, Table, Text, Time, text

from luisterlijn.sql.tables.columns import METADATA, instant, number, one_of

availability = Table(
    "availability",
    METADATA,
    Column("person", Text, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("hours", Integer),
    Column("shifts", Integer),
    Column("nights", Integer),
    instant("changed_at", nullable=False),
    CheckConstraint("hours >= 0 and shifts >= 0 and nights >= 0", name="numbers"),
    comment="How much somebody wants to come in a month; empty: not said.",
)

weekly_window = Table(
    "weekly_window",
    METADATA,
    Column("person", Text, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("weekday", Integer, primary_key=True, autoincrement=False),
    Column("begins", Time, primary_key=True),
    Column("ends", Time, nullable=False),
    CheckConstraint("weekday between 0 and 6", name="weekday"),
    comment="When somebody can come each week, local; 0 is Monday. An end that is not later is of the next day.",
)

days_away = Table(
    "days_away",
    METADATA,
    Column("person", Text, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("first_on", Date, primary_key=True),
    Column("last_on", Date, nullable=False),
    CheckConstraint("first_on <= last_on", name="days"),
    comment="Local days somebody cannot come, the first and the last included.",
)

shift_ask = Table(
    "shift_ask",
    METADATA,
    number(),
    Column("line", Text, nullable=False),
    Column("shift", Text, ForeignKey("shift.id", ondelete="CASCADE"), nullable=False),
    Column("volunteer", Text, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("asked_by", Text, nullable=False),
    instant("asked_at", nullable=False),
    instant("expires_at", nullable=False),
    Column("state", Text, nullable=False),
    instant("ended_at"),
    CheckConstraint(one_of("state", "open", "yes", "no", "filled", "expired", "withdrawn"), name="state"),
    Index("ix_shift_ask_once", "shift", "volunteer", unique=True, postgresql_where=text("state = 'open'")),
    Index("ix_shift_ask_open", "line", "expires_at", postgresql_where=text("state = 'open'")),
    Index(None, "volunteer", "asked_at"),
    comment="Somebody asked to take a shift, and what became of it; a letter's link is the number of its first, signed.",
)
