"""People with certificates and trainings, the rota, call-outs, messages, the audit trail."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PERSON = """
ALTER TABLE person
  ADD location TEXT,
  ADD speaks TEXT DEFAULT 'nl' NOT NULL,
  ADD adult_from DATE,
  ADD certificate_until DATE,
  ADD callable BOOLEAN DEFAULT false NOT NULL,
  ADD call_from TIME WITHOUT TIME ZONE,
  ADD call_until TIME WITHOUT TIME ZONE,
  ADD willing_until TIMESTAMP WITH TIME ZONE,
  ADD calendar_hash BYTEA CONSTRAINT uq_person_calendar_hash UNIQUE;
ALTER TABLE person DROP CONSTRAINT ck_person_role;
ALTER TABLE person ADD CONSTRAINT ck_person_role CHECK (role in ('volunteer', 'coordinator', 'administrator'));
COMMENT ON TABLE person IS
  'A person of a line; `email` logs in, `id` is what the engine knows; no password hash until invited in.';
CREATE TYPE textrange AS RANGE (subtype = text, collation = "C")
"""

PEOPLE = """
CREATE TABLE training (
  person TEXT NOT NULL,
  name TEXT NOT NULL,
  done_on DATE NOT NULL,
  valid_until DATE,
  CONSTRAINT pk_training PRIMARY KEY (person, name),
  CONSTRAINT fk_training_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE
);
COMMENT ON TABLE training IS
  'A training somebody has done; `valid_until` empty: for good.';
CREATE TABLE invitation (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  person TEXT NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  used_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_invitation PRIMARY KEY (id),
  CONSTRAINT fk_invitation_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE
);
CREATE INDEX ix_invitation_person ON invitation (person);
COMMENT ON TABLE invitation IS
  'A link to choose a password by: its number, signed (volunteer/links.py); it works once.';
CREATE TABLE way (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  person TEXT NOT NULL,
  kind TEXT NOT NULL,
  address TEXT NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  failing_since TIMESTAMP WITH TIME ZONE,
  trouble TEXT,
  CONSTRAINT pk_way PRIMARY KEY (id),
  CONSTRAINT ck_way_kind CHECK (kind in ('mail', 'push', 'url')),
  CONSTRAINT fk_way_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE
);
CREATE INDEX ix_way_person ON way (person);
COMMENT ON TABLE way IS
  'How a person is reached: `mail` an address, `push` a subscription as JSON, `url` what apprise knows.';
CREATE TABLE audit (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  line TEXT NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  by TEXT NOT NULL,
  what TEXT NOT NULL,
  about TEXT,
  detail JSONB DEFAULT '{}'::jsonb NOT NULL,
  CONSTRAINT pk_audit PRIMARY KEY (id)
);
CREATE INDEX ix_audit_line_about ON audit (line, about);
CREATE INDEX ix_audit_line_at ON audit (line, at);
COMMENT ON TABLE audit IS
  'Who changed what: `by` the id of a person, `system` or `command`; `about` the id of what was changed.'
"""

ROTA = """
CREATE TABLE shift_template (
  id TEXT NOT NULL,
  line TEXT NOT NULL,
  name TEXT NOT NULL,
  starts TIME WITHOUT TIME ZONE NOT NULL,
  minutes INTEGER NOT NULL,
  keeps TEXT DEFAULT 'end' NOT NULL,
  recurrence TEXT NOT NULL,
  first_on DATE NOT NULL,
  last_on DATE,
  holidays TEXT DEFAULT 'run' NOT NULL,
  minimum INTEGER DEFAULT 0 NOT NULL,
  target INTEGER DEFAULT 0 NOT NULL,
  maximum INTEGER,
  channels TEXT[] DEFAULT '{}'::text[] NOT NULL,
  topics TEXT[] DEFAULT '{}'::text[] NOT NULL,
  trainings TEXT[] DEFAULT '{}'::text[] NOT NULL,
  standby BOOLEAN DEFAULT false NOT NULL,
  active BOOLEAN DEFAULT true NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_shift_template PRIMARY KEY (id),
  CONSTRAINT ck_shift_template_keeps CHECK (keeps in ('end', 'length')),
  CONSTRAINT ck_shift_template_holidays CHECK (holidays in ('run', 'skip', 'only')),
  CONSTRAINT ck_shift_template_minutes CHECK (minutes between 15 and 1440),
  CONSTRAINT ck_shift_template_numbers CHECK (minimum <= target and (maximum is null or target <= maximum))
);
CREATE INDEX ix_shift_template_line ON shift_template (line);
COMMENT ON TABLE shift_template IS
  'A shift that returns: local `starts`, RFC 5545 `recurrence`; over a clock change it `keeps` end or length.';
CREATE TABLE shift (
  id TEXT NOT NULL,
  line TEXT NOT NULL,
  template TEXT,
  day DATE NOT NULL,
  name TEXT NOT NULL,
  starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
  minimum INTEGER DEFAULT 0 NOT NULL,
  target INTEGER DEFAULT 0 NOT NULL,
  maximum INTEGER,
  channels TEXT[] DEFAULT '{}'::text[] NOT NULL,
  topics TEXT[] DEFAULT '{}'::text[] NOT NULL,
  trainings TEXT[] DEFAULT '{}'::text[] NOT NULL,
  standby BOOLEAN DEFAULT false NOT NULL,
  state TEXT NOT NULL,
  changed BOOLEAN DEFAULT false NOT NULL,
  note TEXT,
  sequence INTEGER DEFAULT 0 NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_shift PRIMARY KEY (id),
  CONSTRAINT ck_shift_state CHECK (state in ('draft', 'published', 'cancelled')),
  CONSTRAINT ck_shift_span CHECK (starts_at < ends_at),
  CONSTRAINT ck_shift_numbers CHECK (minimum <= target and (maximum is null or target <= maximum)),
  CONSTRAINT fk_shift_template FOREIGN KEY(template) REFERENCES shift_template (id) ON DELETE SET NULL
);
CREATE INDEX ix_shift_line_ends_at ON shift (line, ends_at);
CREATE INDEX ix_shift_line_starts_at ON shift (line, starts_at);
CREATE UNIQUE INDEX ix_shift_template_day ON shift (template, day);
COMMENT ON TABLE shift IS
  'One shift; `day` is local. `changed`: an exception, left alone when its template is published again.';
CREATE TABLE sign_up (
  id TEXT NOT NULL,
  line TEXT NOT NULL,
  shift TEXT,
  volunteer TEXT NOT NULL,
  starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
  channels TEXT[] DEFAULT '{}'::text[] NOT NULL,
  standby BOOLEAN DEFAULT false NOT NULL,
  state TEXT NOT NULL,
  how TEXT NOT NULL,
  since BIGINT NOT NULL,
  note TEXT,
  checked_in_at TIMESTAMP WITH TIME ZONE,
  late_told_at TIMESTAMP WITH TIME ZONE,
  missed_at TIMESTAMP WITH TIME ZONE,
  withdrawn_at TIMESTAMP WITH TIME ZONE,
  sequence INTEGER DEFAULT 0 NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_sign_up PRIMARY KEY (id),
  CONSTRAINT ck_sign_up_state CHECK (state in ('signed', 'waiting', 'withdrawn')),
  CONSTRAINT ck_sign_up_how CHECK (how in ('self', 'coordinator', 'moved_up', 'swap', 'call_out', 'walk_in')),
  CONSTRAINT ck_sign_up_span CHECK (starts_at < ends_at),
  CONSTRAINT ex_sign_up_overlap EXCLUDE
    USING gist (textrange(volunteer, volunteer, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&)
    WHERE (state = 'signed'),
  CONSTRAINT fk_sign_up_shift FOREIGN KEY(shift) REFERENCES shift (id) ON DELETE CASCADE,
  CONSTRAINT fk_sign_up_volunteer FOREIGN KEY(volunteer) REFERENCES person (id) ON DELETE CASCADE
);
CREATE INDEX ix_sign_up_line_ends_at ON sign_up (line, ends_at);
CREATE UNIQUE INDEX ix_sign_up_once ON sign_up (shift, volunteer) WHERE state <> 'withdrawn';
CREATE INDEX ix_sign_up_volunteer_starts_at ON sign_up (volunteer, starts_at);
COMMENT ON TABLE sign_up IS
  'A person on a shift, or on none (`walk_in`, `call_out`); `since` orders a waitlist; nobody twice at once.';
CREATE TABLE swap (
  id TEXT NOT NULL,
  line TEXT NOT NULL,
  sign_up TEXT NOT NULL,
  offered_by TEXT NOT NULL,
  "to" TEXT,
  wants TEXT,
  taken_by TEXT,
  state TEXT NOT NULL,
  note TEXT,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_swap PRIMARY KEY (id),
  CONSTRAINT ck_swap_state CHECK (state in ('open', 'asked', 'done', 'refused', 'cancelled', 'expired')),
  CONSTRAINT fk_swap_sign_up FOREIGN KEY(sign_up) REFERENCES sign_up (id) ON DELETE CASCADE,
  CONSTRAINT fk_swap_offered_by FOREIGN KEY(offered_by) REFERENCES person (id) ON DELETE CASCADE,
  CONSTRAINT fk_swap_to FOREIGN KEY("to") REFERENCES person (id) ON DELETE CASCADE,
  CONSTRAINT fk_swap_wants FOREIGN KEY(wants) REFERENCES sign_up (id) ON DELETE CASCADE,
  CONSTRAINT fk_swap_taken_by FOREIGN KEY(taken_by) REFERENCES person (id) ON DELETE CASCADE
);
CREATE INDEX ix_swap_line_created_at ON swap (line, created_at);
CREATE UNIQUE INDEX ix_swap_once ON swap (sign_up) WHERE state in ('open', 'asked');
COMMENT ON TABLE swap IS
  'A shift offered to others, or `to` one; `wants` theirs in return; `asked`: taken, waits for a coordinator.'
"""

CALLING = """
CREATE TABLE call_out (
  id TEXT NOT NULL,
  line TEXT NOT NULL,
  why TEXT NOT NULL,
  channels TEXT[] DEFAULT '{}'::text[] NOT NULL,
  starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
  shift TEXT,
  need INTEGER NOT NULL,
  filled INTEGER DEFAULT 0 NOT NULL,
  state TEXT NOT NULL,
  round INTEGER DEFAULT 0 NOT NULL,
  next_at TIMESTAMP WITH TIME ZONE,
  started_by TEXT NOT NULL,
  started_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_call_out PRIMARY KEY (id),
  CONSTRAINT ck_call_out_why CHECK (why in ('no_show', 'short', 'long_wait', 'asked')),
  CONSTRAINT ck_call_out_state CHECK (state in ('running', 'filled', 'stopped', 'exhausted', 'over')),
  CONSTRAINT ck_call_out_span CHECK (starts_at < ends_at),
  CONSTRAINT ex_call_out_chat EXCLUDE
    USING gist (textrange(line, line, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&)
    WHERE (state = 'running' and 'chat' = any (channels)),
  CONSTRAINT ex_call_out_phone EXCLUDE
    USING gist (textrange(line, line, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&)
    WHERE (state = 'running' and 'phone' = any (channels)),
  CONSTRAINT fk_call_out_shift FOREIGN KEY(shift) REFERENCES shift (id) ON DELETE SET NULL
);
CREATE INDEX ix_call_out_line_started_at ON call_out (line, started_at);
CREATE INDEX ix_call_out_running ON call_out (line) WHERE state = 'running';
COMMENT ON TABLE call_out IS
  'A hole people are called for: one at a time per channel and period; `round` and `next_at` say how far it is.';
CREATE TABLE call_out_ask (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  call_out TEXT NOT NULL,
  round INTEGER NOT NULL,
  stage TEXT NOT NULL,
  volunteer TEXT NOT NULL,
  asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  answer TEXT,
  answered_at TIMESTAMP WITH TIME ZONE,
  sign_up TEXT,
  CONSTRAINT pk_call_out_ask PRIMARY KEY (id),
  CONSTRAINT ck_call_out_ask_stage CHECK (stage in ('standby', 'willing', 'coordinator')),
  CONSTRAINT ck_call_out_ask_answer CHECK (answer in ('yes', 'no', 'too_late')),
  CONSTRAINT fk_call_out_ask_call_out FOREIGN KEY(call_out) REFERENCES call_out (id) ON DELETE CASCADE,
  CONSTRAINT fk_call_out_ask_volunteer FOREIGN KEY(volunteer) REFERENCES person (id) ON DELETE CASCADE,
  CONSTRAINT fk_call_out_ask_sign_up FOREIGN KEY(sign_up) REFERENCES sign_up (id) ON DELETE SET NULL
);
CREATE UNIQUE INDEX ix_call_out_ask_once ON call_out_ask (call_out, round, volunteer);
CREATE INDEX ix_call_out_ask_volunteer ON call_out_ask (volunteer);
COMMENT ON TABLE call_out_ask IS
  'Who was asked, in which round, and what they said; the link is its number, signed.';
CREATE TABLE message (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  line TEXT NOT NULL,
  key TEXT NOT NULL,
  person TEXT NOT NULL,
  kind TEXT NOT NULL,
  about TEXT,
  fields JSONB DEFAULT '{}'::jsonb NOT NULL,
  state TEXT DEFAULT 'due' NOT NULL,
  due_at TIMESTAMP WITH TIME ZONE NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE,
  tries INTEGER DEFAULT 0 NOT NULL,
  sent_at TIMESTAMP WITH TIME ZONE,
  ways JSONB DEFAULT '{}'::jsonb NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_message PRIMARY KEY (id),
  CONSTRAINT ck_message_state CHECK (state in ('due', 'sent', 'failed', 'expired')),
  CONSTRAINT fk_message_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE
);
CREATE INDEX ix_message_due ON message (due_at) WHERE state = 'due';
CREATE INDEX ix_message_line_about ON message (line, about);
CREATE UNIQUE INDEX ix_message_once ON message (line, key);
COMMENT ON TABLE message IS
  'A message to one person, written with what it tells; `key` makes it one; `ways`: what each way did.';
CREATE TABLE untold (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  line TEXT NOT NULL,
  kind TEXT NOT NULL,
  fields JSONB NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_untold PRIMARY KEY (id)
);
COMMENT ON TABLE untold IS
  'Facts about the rota, written with the change; told to the stream of the line in order, then gone.'
"""


def upgrade() -> None:
    for part in (PERSON, PEOPLE, ROTA, CALLING):
        for statement in part.split(";\n"):
            op.execute(statement)
    op.execute("INSERT INTO way (person, kind, address) SELECT id, 'mail', email FROM person")


def downgrade() -> None:
    op.execute("DROP TABLE untold, message, call_out_ask, call_out, swap, sign_up, shift, shift_template")
    op.execute("DROP TABLE audit, way, invitation, training")
    op.execute("DROP TYPE textrange")
    op.execute("UPDATE person SET role = 'coordinator' WHERE role = 'administrator'")
    op.execute("ALTER TABLE person DROP CONSTRAINT ck_person_role")
    op.execute("ALTER TABLE person ADD CONSTRAINT ck_person_role CHECK (role in ('volunteer', 'coordinator'))")
    for column in ("location", "speaks", "adult_from", "certificate_until", "callable"):
        op.drop_column("person", column)
    for column in ("call_from", "call_until", "willing_until", "calendar_hash"):
        op.drop_column("person", column)
