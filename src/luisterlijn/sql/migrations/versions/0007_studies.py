"""Rota proposals and simulations, and what came of them."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STUDY = """
CREATE TABLE study (
  id TEXT NOT NULL,
  line TEXT NOT NULL,
  kind TEXT NOT NULL,
  params JSONB NOT NULL,
  asked_by TEXT,
  asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  state TEXT NOT NULL,
  beat_at TIMESTAMP WITH TIME ZONE,
  done INTEGER DEFAULT 0 NOT NULL,
  whole INTEGER DEFAULT 0 NOT NULL,
  result JSONB,
  trouble TEXT,
  CONSTRAINT pk_study PRIMARY KEY (id),
  CONSTRAINT ck_study_kind CHECK (kind in ('rota', 'simulation')),
  CONSTRAINT ck_study_state CHECK (state in ('queued', 'running', 'stopping', 'done', 'stopped', 'failed')),
  CONSTRAINT fk_study_asked_by FOREIGN KEY (asked_by) REFERENCES person (id) ON DELETE SET NULL
);
CREATE INDEX ix_study_line_asked_at ON study (line, asked_at);
COMMENT ON TABLE study IS
  'A rota proposal or a simulation: `done` of `whole` steps; a node that works on it beats, else another begins it '
  'again; `result` may come before it is done.'
"""


def upgrade() -> None:
    for statement in STUDY.split(";\n"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("study")
