"""What is computed for coordinators and takes a while: rota proposals and simulations."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from luisterlijn.sql.tables.columns import METADATA, count, instant, one_of

study = Table(
    "study",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("line", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("params", JSONB, nullable=False),
    Column("asked_by", Text, ForeignKey("person.id", ondelete="SET NULL")),
    instant("asked_at", nullable=False),
    Column("state", Text, nullable=False),
    instant("beat_at"),
    count("done"),
    count("whole"),
    Column("result", JSONB),
    Column("trouble", Text),
    CheckConstraint(one_of("kind", "rota", "simulation"), name="kind"),
    CheckConstraint(one_of("state", "queued", "running", "stopping", "done", "stopped", "failed"), name="state"),
    Index(None, "line", "asked_at"),
    comment="A rota proposal or a simulation: `done` of `whole` steps; a node that works on it beats, else another begins it "
    "again; `result` may come before it is done.",
)
