"""The catalogue is fit to be read; tests/house/test_catalogue.py compares it with the code."""

from __future__ import annotations

import re

from luisterlijn.insight.catalogue import LOG_LINES, METRICS

UNITS = {"_seconds": "seconds", "_ratio": "ratio"}


def test_every_entry_says_something() -> None:
    entries = {**METRICS, **LOG_LINES}
    assert [name for name, entry in entries.items() if not entry.meaning.endswith(".") or not entry.unit] == []


def test_every_metric_is_named_by_its_unit() -> None:
    assert [name for name in METRICS if not re.fullmatch(r"luisterlijn_[a-z_]+", name)] == []
    wrong = {
        name: entry.unit
        for name, entry in METRICS.items()
        for end, unit in UNITS.items()
        if name.endswith(end) and entry.unit != unit
    }
    assert wrong == {}


def test_every_log_line_is_a_thing_and_what_happened() -> None:
    assert [event for event in LOG_LINES if not re.fullmatch(r"[a-z]+\.[a-z_]+", event)] == []
    assert list(LOG_LINES) == sorted(LOG_LINES)
