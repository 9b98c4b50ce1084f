"""Arrivals by quarter, kept for good, and campaigns."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

HISTORY = """
CREATE TABLE quarter (
  line TEXT NOT NULL,
  channel TEXT NOT NULL,
  source TEXT NOT NULL,
  starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
  attempts INTEGER DEFAULT 0 NOT NULL,
  callers INTEGER,
  answered INTEGER DEFAULT 0 NOT NULL,
  abandoned INTEGER DEFAULT 0 NOT NULL,
  refused INTEGER DEFAULT 0 NOT NULL,
  traceable INTEGER DEFAULT 0 NOT NULL,
  redialled INTEGER DEFAULT 0 NOT NULL,
  waited_ms BIGINT DEFAULT 0 NOT NULL,
  left_after_ms BIGINT DEFAULT 0 NOT NULL,
  waits INTEGER[] DEFAULT '{}'::integer[] NOT NULL,
  leaves INTEGER[] DEFAULT '{}'::integer[] NOT NULL,
  handled INTEGER DEFAULT 0 NOT NULL,
  handled_ms BIGINT DEFAULT 0 NOT NULL,
  handles INTEGER[] DEFAULT '{}'::integer[] NOT NULL,
  CONSTRAINT pk_quarter PRIMARY KEY (line, channel, source, starts_at),
  CONSTRAINT ck_quarter_source CHECK (source in ('recorded', 'imported'))
);
COMMENT ON TABLE quarter IS
  'What came in one channel in a quarter of UTC: rolled up from contacts, or imported. Kept for good.';
CREATE TABLE rolled_up (
  line TEXT NOT NULL,
  rolled_until TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_rolled_up PRIMARY KEY (line)
);
COMMENT ON TABLE rolled_up IS
  'The contacts that arrived before this instant are in `quarter`, and count there.';
CREATE TABLE erased (
  line TEXT NOT NULL,
  figure TEXT NOT NULL,
  label TEXT NOT NULL,
  amount BIGINT NOT NULL,
  CONSTRAINT pk_erased PRIMARY KEY (line, figure, label)
);
COMMENT ON TABLE erased IS
  'Sums over contacts that were erased, by the figures of insight/tally.py: counters never shrink.';
CREATE TABLE campaign (
  id TEXT NOT NULL,
  line TEXT NOT NULL,
  name TEXT NOT NULL,
  first_on DATE NOT NULL,
  last_on DATE NOT NULL,
  factor DOUBLE PRECISION NOT NULL,
  fading_days INTEGER DEFAULT 0 NOT NULL,
  channel TEXT,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_campaign PRIMARY KEY (id),
  CONSTRAINT ck_campaign_days CHECK (first_on <= last_on),
  CONSTRAINT ck_campaign_numbers CHECK (factor > 0 and fading_days >= 0),
  CONSTRAINT ck_campaign_channel CHECK (channel in ('chat', 'phone'))
);
CREATE INDEX ix_campaign_line ON campaign (line);
COMMENT ON TABLE campaign IS
  'A time in which more people come, or fewer: local days, and days over which it fades; no channel: both.'
"""


def upgrade() -> None:
    for statement in HISTORY.split(";\n"):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE campaign, erased, rolled_up, quarter")
