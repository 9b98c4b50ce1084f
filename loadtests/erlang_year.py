"""A year of 35,040 quarters: how many people each needs, by Erlang A with the load that lasts from quarter to quarter.

Contacts follow the day and the week around 70 an hour, each quarter another number, so that none is like another; 20 minutes a
contact, 5 minutes of patience, 80% within 60 s; the least of three runs. Beside it the same year by pyworkforce, its Erlang C
by its own interface, quarter by quarter, the least of three too. Budget: <= 0.1 of its time. Where pyworkforce is not
installed (the extra `bench`) there is nothing to compare with, and the figure is left out.
"""

from __future__ import annotations

import math
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from loadtests.result import Result, judged, least_ms
from luisterlijn.insight.staffing import Goal, Work, required

QUARTERS = 365 * 96
HANDLE_S, PATIENCE_S, SHARE, WITHIN_S, QUARTER_S = 1200, 300, 0.8, 60, 900
RUNS, MOST_OF_REFERENCE = 3, "<= 0.1"


def year() -> NDArray[np.float64]:
    """Expected contacts of every quarter."""
    quarter = np.arange(QUARTERS)
    day = 1 + 0.7 * np.sin(2 * np.pi * (quarter % 96 / 96 - 0.4))
    week = np.where(quarter // 96 % 7 < 5, 1.05, 0.87)
    contacts: NDArray[np.float64] = 17.5 * day * week * np.random.default_rng(1).uniform(0.9, 1.1, QUARTERS)
    return contacts


async def run() -> list[Result]:
    """Ours, and pyworkforce beside it."""
    try:
        erlang_c = import_module("pyworkforce.queuing").ErlangC
    except ImportError as error:
        print(f"erlang_year: left out, there is no pyworkforce to compare with ({error}); install the extra `bench`")
        return []
    contacts = year()
    work, goal = Work(HANDLE_S, PATIENCE_S), Goal(SHARE, WITHIN_S, None)

    def theirs() -> list[int]:
        return [
            erlang_c(
                transactions=one, aht=HANDLE_S / 60, asa=WITHIN_S / 60, interval=QUARTER_S // 60
            ).required_positions(service_level=SHARE)["raw_positions"]
            for one in contacts.tolist()
        ]

    ms = least_ms(lambda: required(contacts, math.inf, work, goal, QUARTER_S), RUNS)
    return [judged("erlang_year", ms, "ms", least_ms(theirs, RUNS), MOST_OF_REFERENCE)]
