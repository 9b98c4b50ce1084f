"""The first tables: people and their sessions, one row per contact, positions in the fact stream."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _person()
    _session()
    _log_in_failure()
    _contact()
    _fact_position()


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False),
        sa.Column("topics", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False),
        sa.Column("channels", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("may_take_two", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("role in ('volunteer', 'coordinator')", name=op.f("ck_person_role")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        comment="A volunteer or coordinator of a line; `email` is what logs in, `id` is what the engine knows.",
    )
    op.create_index(op.f("ix_person_line"), "person", ["line"])


def _session() -> None:
    op.create_table(
        "session",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_session_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session")),
        comment="A log-in; only the SHA-256 of its token is kept.",
    )
    op.create_index(op.f("ix_session_expires_at"), "session", ["expires_at"])
    op.create_index(op.f("ix_session_person"), "session", ["person"])


def _log_in_failure() -> None:
    op.create_table(
        "log_in_failure",
        sa.Column("email_hash", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("email_hash", name=op.f("pk_log_in_failure")),
        comment="Failed log-ins in a row per SHA-256 of the e-mail address, known or not; gone after a success or a day.",
    )
    op.create_index(op.f("ix_log_in_failure_failed_at"), "log_in_failure", ["failed_at"])


def _contact() -> None:
    op.create_table(
        "contact",
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("last_fact", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("caller", sa.Text(), nullable=True),
        sa.Column("lane", sa.Text(), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("abandoned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("talking_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waited_ms", sa.Integer(), nullable=True),
        sa.Column("first_left_after_ms", sa.Integer(), nullable=True),
        sa.Column("talked_ms", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("wrapup_ms", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("handled_ms", sa.Integer(), nullable=True),
        sa.Column("offers_made", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("offers_accepted", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("offers_declined", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("offers_expired", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("offers_withdrawn", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("transfers", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("times_lost", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("times_left", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("times_silent", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("refusal_reason", sa.Text(), nullable=True),
        sa.Column("abandon_reason", sa.Text(), nullable=True),
        sa.Column("volunteer", sa.Text(), nullable=True),
        sa.Column("wrapup_topic", sa.Text(), nullable=True),
        sa.Column("heavy", sa.Boolean(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("helped", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "outcome in ('answered', 'abandoned', 'refused', 'expired')", name=op.f("ck_contact_outcome")
        ),
        sa.PrimaryKeyConstraint("line", "contact", name=op.f("pk_contact")),
        comment="One minimal row per contact, folded from facts by contact/history.py; columns are its fields.",
    )
    op.create_index(op.f("ix_contact_line_arrived_at"), "contact", ["line", "arrived_at"])
    op.create_index(op.f("ix_contact_line_volunteer_ended_at"), "contact", ["line", "volunteer", "ended_at"])
    op.create_index("ix_contact_open", "contact", ["line"], postgresql_where=sa.text("closed_at IS NULL"))


def _fact_position() -> None:
    op.create_table(
        "fact_position",
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("last_fact", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("consumer", "line", name=op.f("pk_fact_position")),
        comment="How far a consumer of a line's fact stream has come; moves in the transaction of what it wrote.",
    )
