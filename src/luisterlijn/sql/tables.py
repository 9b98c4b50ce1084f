"""Every table. What a migration makes must equal this (tests/sql/test_migrate.py).

Words are text with a check, not enums: a new word is then one migration of a check. Instants are `timestamptz`, spans
`_ms` integers. No chat text, no address, no phone number has a column here.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    false,
    func,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY

RECORD = "record"
"""The consumer of facts that writes `contact`: its position says which facts the rows hold."""

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _instant(name: str, *, nullable: bool = True) -> Column[datetime]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text("0"))


def _words(name: str) -> Column[list[str]]:
    return Column(name, ARRAY(Text), nullable=False, server_default=text("'{}'::text[]"))


person = Table(
    "person",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("line", Text, nullable=False),
    Column("email", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    _words("languages"),
    _words("topics"),
    _words("channels"),
    Column("region", Text),
    Column("may_take_two", Boolean, nullable=False, server_default=false()),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("email = lower(email)", name="email_lower"),
    CheckConstraint("role in ('volunteer', 'coordinator')", name="role"),
    Index(None, "line"),
    comment="A volunteer or coordinator of a line; `email` is what logs in, `id` is what the engine knows.",
)

session = Table(
    "session",
    METADATA,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("person", Text, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    _instant("created_at", nullable=False),
    _instant("seen_at", nullable=False),
    _instant("expires_at", nullable=False),
    Index(None, "person"),
    Index(None, "expires_at"),
    comment="A log-in; only the SHA-256 of its token is kept.",
)

log_in_failure = Table(
    "log_in_failure",
    METADATA,
    Column("counted_hash", LargeBinary, primary_key=True),
    Column("failures", Integer, nullable=False),
    _instant("failed_at", nullable=False),
    _instant("next_at", nullable=False),
    Index(None, "failed_at"),
    comment="Failed log-ins in a row, by SHA-256 of person, place or both; gone after a success or a day.",
)

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
    _instant("arrived_at", nullable=False),
    _instant("first_offered_at"),
    _instant("answered_at"),
    _instant("abandoned_at"),
    _instant("talking_since"),
    _instant("ended_at"),
    _instant("closed_at"),
    Column("waited_ms", Integer),
    Column("first_left_after_ms", Integer),
    _count("talked_ms"),
    _count("wrapup_ms"),
    Column("handled_ms", Integer),
    _count("offers_made"),
    _count("offers_accepted"),
    _count("offers_declined"),
    _count("offers_expired"),
    _count("offers_withdrawn"),
    _count("transfers"),
    _count("times_lost"),
    _count("times_left"),
    _count("times_silent"),
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
