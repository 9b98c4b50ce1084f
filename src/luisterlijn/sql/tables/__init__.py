"""Every table. What the migrations make must equal this (tests/sql/test_migrate.py).

Words are text with a check, not enums: a new word is then one migration of a check. Instants are `timestamptz`, spans
`_ms` integers. No chat text of callers, no address or number of theirs has a column here.
"""

from __future__ import annotations

from luisterlijn.sql.tables.availability import availability, days_away, shift_ask, weekly_window
from luisterlijn.sql.tables.callouts import call_out, call_out_ask, message, untold
from luisterlijn.sql.tables.columns import METADATA
from luisterlijn.sql.tables.contacts import RECORD, contact, fact_position
from luisterlijn.sql.tables.people import audit, invitation, log_in_failure, person, session, training, way
from luisterlijn.sql.tables.planning import campaign, erased, quarter, rolled_up
from luisterlijn.sql.tables.rota import requirement, shift, shift_template, sign_up, swap
from luisterlijn.sql.tables.studies import study

__all__ = [
    "METADATA",
    "RECORD",
    "audit",
    "availability",
    "call_out",
    "call_out_ask",
    "campaign",
    "contact",
    "days_away",
    "erased",
    "fact_position",
    "invitation",
    "log_in_failure",
    "message",
    "person",
    "quarter",
    "requirement",
    "rolled_up",
    "session",
    "shift",
    "shift_ask",
    "shift_template",
    "sign_up",
    "study",
    "swap",
    "training",
    "untold",
    "way",
    "weekly_window",
]
