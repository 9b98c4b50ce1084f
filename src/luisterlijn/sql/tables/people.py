"""People: who they are, how they log in, what they may do, how they are reached, and who changed what."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Time,
    false,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB

from luisterlijn.sql.tables.columns import METADATA, instant, made_at, number, one_of, words

person = Table(
    "person",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("line", Text, nullable=False),
    Column("email", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    words("languages"),
    words("topics"),
    words("channels"),
    Column("region", Text),
    Column("may_take_two", Boolean, nullable=False, server_default=false()),
    Column("active", Boolean, nullable=False, server_default=true()),
    made_at(),
    Column("location", Text),
    Column("speaks", Text, nullable=False, server_default=text("'nl'")),
    Column("adult_from", Date),
    Column("certificate_until", Date),
    Column("callable", Boolean, nullable=False, server_default=false()),
    Column("call_from", Time),
    Column("call_until", Time),
    instant("willing_until"),
    Column("calendar_hash", LargeBinary, unique=True),
    CheckConstraint("email = lower(email)", name="email_lower"),
    CheckConstraint(one_of("role", "volunteer", "coordinator", "administrator"), name="role"),
    Index(None, "line"),
    comment="A person of a line; `email` logs in, `id` is what the engine knows; no password hash until invited in.",
)

session = Table(
    "session",
    METADATA,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("person", Text, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    instant("created_at", nullable=False),
    instant("seen_at", nullable=False),
    instant("expires_at", nullable=False),
    Index(None, "person"),
    Index(None, "expires_at"),
    comment="A log-in; only the SHA-256 of its token is kept.",
)

log_in_failure = Table(
    "log_in_failure",
    METADATA,
    Column("counted_hash", LargeBinary, primary_key=True),
    Column("failures", Integer, nullable=False),
    instant("failed_at", nullable=False),
    instant("next_at", nullable=False),
    Index(None, "failed_at"),
    comment="Failed log-ins in a row, by SHA-256 of person, place or both; gone after a success or a day.",
)

training = Table(
    "training",
    METADATA,
    Column("person", Text, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("done_on", Date, nullable=False),
    Column("valid_until", Date),
    comment="A training somebody has done; `valid_until` empty: for good.",
)

invitation = Table(
    "invitation",
    METADATA,
    number(),
    Column("person", Text, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    made_at(),
    instant("expires_at", nullable=False),
    instant("used_at"),
    Index(None, "person"),
    comment="A link to choose a password by: its number, signed (volunteer/links.py); it works once.",
)

way = Table(
    "way",
    METADATA,
    number(),
    Column("person", Text, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("address", Text, nullable=False),
    made_at(),
    instant("failing_since"),
    Column("trouble", Text),
    CheckConstraint(one_of("kind", "mail", "push", "url"), name="kind"),
    Index(None, "person"),
    comment="How a person is reached: `mail` an address, `push` a subscription as JSON, `url` what apprise knows.",
)

audit = Table(
    "audit",
    METADATA,
    number(),
    Column("line", Text, nullable=False),
    instant("at", nullable=False),
    Column("by", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("about", Text),
    Column("detail", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Index(None, "line", "at"),
    Index(None, "line", "about"),
    comment="Who changed what: `by` the id of a person, `system` or `command`; `about` the id of what was changed.",
)
