"""Calling people: call-outs and whom they asked, messages to be sent, and facts not yet told to the stream."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint

from luisterlijn.sql.tables.columns import METADATA, count, instant, made_at, number, one_of, words

_LINE = text("textrange(line, line, '[]')")
_PERIOD = text("tstzrange(starts_at, ends_at)")

call_out = Table(
    "call_out",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("line", Text, nullable=False),
    Column("why", Text, nullable=False),
    words("channels"),
    instant("starts_at", nullable=False),
    instant("ends_at", nullable=False),
    Column("shift", Text, ForeignKey("shift.id", ondelete="SET NULL")),
    Column("need", Integer, nullable=False),
    count("filled"),
    Column("state", Text, nullable=False),
    count("round"),
    instant("next_at"),
    Column("started_by", Text, nullable=False),
    instant("started_at", nullable=False),
    instant("ended_at"),
    CheckConstraint(one_of("why", "no_show", "short", "long_wait", "asked"), name="why"),
    CheckConstraint(one_of("state", "running", "filled", "stopped", "exhausted", "over"), name="state"),
    CheckConstraint("starts_at < ends_at", name="span"),
    ExcludeConstraint(
        (_LINE, "&&"),
        (_PERIOD, "&&"),
        where=text("state = 'running' and 'chat' = any (channels)"),
        name="ex_call_out_chat",
    ),
    ExcludeConstraint(
        (_LINE, "&&"),
        (_PERIOD, "&&"),
        where=text("state = 'running' and 'phone' = any (channels)"),
        name="ex_call_out_phone",
    ),
    Index(None, "line", "started_at"),
    Index("ix_call_out_running", "line", postgresql_where=text("state = 'running'")),
    comment="A hole people are called for: one at a time per channel and period; `round` and `next_at` say how far it is.",
)

call_out_ask = Table(
    "call_out_ask",
    METADATA,
    number(),
    Column("call_out", Text, ForeignKey("call_out.id", ondelete="CASCADE"), nullable=False),
    Column("round", Integer, nullable=False),
    Column("stage", Text, nullable=False),
    Column("volunteer", Text, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    instant("asked_at", nullable=False),
    instant("expires_at", nullable=False),
    Column("answer", Text),
    instant("answered_at"),
    Column("sign_up", Text, ForeignKey("sign_up.id", ondelete="SET NULL")),
    CheckConstraint(one_of("stage", "standby", "willing", "coordinator"), name="stage"),
    CheckConstraint(one_of("answer", "yes", "no", "too_late"), name="answer"),
    Index("ix_call_out_ask_once", "call_out", "round", "volunteer", unique=True),
    Index(None, "volunteer"),
    comment="Who was asked, in which round, and what they said; the link is its number, signed.",
)

message = Table(
    "message",
    METADATA,
    number(),
    Column("line", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("person", Text, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("about", Text),
    Column("fields", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Column("state", Text, nullable=False, server_default=text("'due'")),
    instant("due_at", nullable=False),
    instant("expires_at"),
    count("tries"),
    instant("sent_at"),
    Column("ways", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    made_at(),
    CheckConstraint(one_of("state", "due", "sent", "failed", "expired"), name="state"),
    Index("ix_message_once", "line", "key", unique=True),
    Index("ix_message_due", "due_at", postgresql_where=text("state = 'due'")),
    Index(None, "line", "about"),
    comment="A message to one person, written with what it tells; `key` makes it one; `ways`: what each way did.",
)

untold = Table(
    "untold",
    METADATA,
    number(),
    Column("line", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("fields", JSONB, nullable=False),
    instant("at", nullable=False),
    comment="Facts about the rota, written with the change; told to the stream of the line in order, then gone.",
)
