"""When people can come, and what they were asked to take."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

AVAILABILITY = """
CREATE TABLE availability (
  person TEXT NOT NULL,
  hours INTEGER,
  shifts INTEGER,
  nights INTEGER,
  changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_availability PRIMARY KEY (person),
  CONSTRAINT ck_availability_numbers CHECK (hours >= 0 and shifts >= 0 and nights >= 0),
  CONSTRAINT fk_availability_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE
);
COMMENT ON TABLE availability IS
  'How much somebody wants to come in a month; empty: not said.';
CREATE TABLE weekly_window (
  person TEXT NOT NULL,
  weekday INTEGER NOT NULL,
  begins TIME WITHOUT TIME ZONE NOT NULL,
  ends TIME WITHOUT TIME ZONE NOT NULL,
  CONSTRAINT pk_weekly_window PRIMARY KEY (person, weekday, begins),
  CONSTRAINT ck_weekly_window_weekday CHECK (weekday between 0 and 6),
  CONSTRAINT fk_weekly_window_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE
);
COMMENT ON TABLE weekly_window IS
  'When somebody can come each week, local; 0 is Monday. An end that is not later is of the next day.';
CREATE TABLE days_away (
  person TEXT NOT NULL,
  first_on DATE NOT NULL,
  last_on DATE NOT NULL,
  CONSTRAINT pk_days_away PRIMARY KEY (person, first_on),
  CONSTRAINT ck_days_away_days CHECK (first_on <= last_on),
  CONSTRAINT fk_days_away_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE
);
COMMENT ON TABLE days_away IS
  'Local days somebody cannot come, the first and the last included.'
"""

ASKS = """
CREATE TABLE shift_ask (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  line TEXT NOT NULL,
  shift TEXT NOT NULL,
  volunteer TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  state TEXT NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_shift_ask PRIMARY KEY (id),
  CONSTRAINT ck_shift_ask_state CHECK (state in ('open', 'yes', 'no', 'filled', 'expired', 'withdrawn')),
  CONSTRAINT fk_shift_ask_shift FOREIGN KEY(shift) REFERENCES shift (id) ON DELETE CASCADE,
  CONSTRAINT fk_shift_ask_volunteer FOREIGN KEY(volunteer) REFERENCES person (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX ix_shift_ask_once ON shift_ask (shift, volunteer) WHERE state = 'open';
CREATE INDEX ix_shift_ask_open ON shift_ask (line, expires_at) WHERE state = 'open';
CREATE INDEX ix_shift_ask_volunteer_asked_at ON shift_ask (volunteer, asked_at);
COMMENT ON TABLE shift_ask IS
  'Somebody asked to take a shift, and what became of it; a letter''s link is the number of its first, signed.'
"""


def upgrade() -> None:
    for part in (AVAILABILITY, ASKS):
        for statement in part.split(";\n"):
            op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE shift_ask, days_away, weekly_window, availability")
