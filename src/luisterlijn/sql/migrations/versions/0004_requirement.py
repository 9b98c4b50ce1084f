"""How many people each quarter needs."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


REQUIREMENT = """
CREATE TABLE requirement (
  line TEXT NOT NULL,
  channel TEXT NOT NULL,
  starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
  people INTEGER DEFAULT 0 NOT NULL,
  spread INTEGER[] NOT NULL,
  binds TEXT NOT NULL,
  load DOUBLE PRECISION NOT NULL,
  mean DOUBLE PRECISION NOT NULL,
  low INTEGER DEFAULT 0 NOT NULL,
  high INTEGER DEFAULT 0 NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_requirement PRIMARY KEY (line, channel, starts_at),
  CONSTRAINT ck_requirement_binds CHECK (binds in ('share', 'leave', 'load'))
);
COMMENT ON TABLE requirement IS
  'A quarter as forecast: `mean` arrivals, 80% from `low` through `high`, `load` in Erlang, `people` needed; '
  '`spread`: those needed at ten equally likely rates.'
"""


def upgrade() -> None:
    for statement in REQUIREMENT.split(";\n"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("requirement")
