"""A day of 1,700 callers by telephone and chat on the real Functions, the program and its Valkey together on one core.

The day is that of `luisterlijn simulate --example`: some 165 people on four-hour shifts, rest, wrap-up, breaks, redials. The
middle of five days, each with its own dice; days differ in size, so each counts by its contacts.
Budgets: <= 5 s for 1,700 contacts, which is >= 340 contacts a second.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from loadtests.result import Result, judged
from luisterlijn.insight.simulation.example import example
from luisterlijn.insight.simulation.twin import LINE, Twin
from luisterlijn.live.driven import DrivenLine
from luisterlijn.live.embedded import EmbeddedValkey

CONTACTS, DAYS = 1700, 5
MOST_SECONDS, LEAST_A_SECOND = "<= 5", ">= 340"
BEGINS = datetime(2026, 12, 4, 23, tzinfo=UTC)


@contextmanager
def one_core() -> Iterator[None]:
    """This process, and those it starts meanwhile, share one core, where the system can say so."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


async def run() -> list[Result]:
    """Play the days."""
    scenario, paces = example(BEGINS), []
    with one_core(), tempfile.TemporaryDirectory(prefix="luisterlijn-") as home:
        async with EmbeddedValkey(Path(home), keeps=False) as valkey:
            with DrivenLine(valkey.url, LINE) as line:
                for number in range(DAYS):
                    started = time.perf_counter()
                    day = Twin(line, scenario, 1, number).day()
                    paces.append(day.figures.attempts / (time.perf_counter() - started))
    pace = median(paces)
    return [
        judged("simulated_day", CONTACTS / pace, "s", None, MOST_SECONDS),
        judged("simulated_contacts", pace, "contacts/s", None, LEAST_A_SECOND),
    ]
