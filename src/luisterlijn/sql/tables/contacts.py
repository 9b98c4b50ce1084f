"""What remains of contacts, and how far the facts have been read. No chat text, no address, no phone number."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Integer, Table, Text, text

from luisterlijn.sql.tables.columns import METADATA, count, instant

RECORD = "record"
"""The consumer of facts that writes `contact`: its position says which facts the rows hold."""

contact = Table(
    "contact",
    METADATA,
    Column("line", Text, primary_key=True),
    Column("contact", Text, primary_key=True),
    Column("last_fact", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("language", Text),
    Column("topic", Text),
    Column("region", Text),
    Column("urgent", Boolean, nullable=False),
    Column("caller", Text),
    Column("lane", Text),
    instant("arrived_at", nullable=False),
    instant("first_offered_at"),
    instant("answered_at"),
    instant("abandoned_at"),
    instant("talking_since"),
    instant("ended_at"),
    instant("closed_at"),
    Column("waited_ms", Integer),
    Column("first_left_after_ms", Integer),
    count("talked_ms"),
    count("wrapup_ms"),
    Column("handled_ms", Integer),
    count("offers_made"),
    count("offers_accepted"),
    count("offers_declined"),
    count("offers_expired"),
    count("offers_withdrawn"),
    count("transfers"),
    count("times_lost"),
    count("times_left"),
    count("times_silent"),
    Column("outcome", Text),
    Column("refusal_reason", Text),
    Column("abandon_reason", Text),
    Column("volunteer", Text),
    Column("wrapup_topic", Text),
    Column("heavy", Boolean),
    Column("result", Text),
    Column("helped", Text),
    CheckConstraint("outcome in ('answered', 'abandoned', 'refused', 'expired')", name="outcome"),
    Index(None, "line", "arrived_at"),
    Index(None, "line", "volunteer", "ended_at"),
    Index("ix_contact_open", "line", postgresql_where=text("closed_at IS NULL")),
    comment="One minimal row per contact, folded from facts by contact/history.py; columns are its fields.",
)

fact_position = Table(
    "fact_position",
    METADATA,
    Column("consumer", Text, primary_key=True),
    Column("line", Text, primary_key=True),
    Column("last_fact", Text, nullable=False),
    comment="How far a consumer of a line's fact stream has come; moves in the transaction of what it wrote.",
)
