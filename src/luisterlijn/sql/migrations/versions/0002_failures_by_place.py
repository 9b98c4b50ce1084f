"""Failed log-ins are counted by person, by place, and by both."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COMMENT = "Failed log-ins in a row, by SHA-256 of person, place or both; gone after a success or a day."
BEFORE = "Failed log-ins in a row per SHA-256 of the e-mail address, known or not; gone after a success or a day."


def upgrade() -> None:
    op.alter_column("log_in_failure", "email_hash", new_column_name="counted_hash")
    op.create_table_comment("log_in_failure", COMMENT, existing_comment=BEFORE)


def downgrade() -> None:
    op.create_table_comment("log_in_failure", BEFORE, existing_comment=COMMENT)
    op.alter_column("log_in_failure", "counted_hash", new_column_name="email_hash")
