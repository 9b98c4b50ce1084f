"""What is refused, and what counts as a night and a weekend."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from luisterlijn.insight.roster import is_night, is_weekend
from tests.insight.roster.cases import AMSTERDAM, local, opening, person, problem, span

SHIFT = opening("late", 4, 18, 22)


def test_ids_given_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="openings: give every id once"):
        problem([SHIFT, SHIFT], [])
    with pytest.raises(ValueError, match="candidates: give every id once"):
        problem([], [person("a"), person("a")])


def test_shift_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="openings: late must end after it starts"):
        problem([replace(SHIFT, ends_at=SHIFT.starts_at)], [])


@pytest.mark.parametrize("rate", [0.0, 1.01, float("nan")])
def test_show_rate_that_is_no_share_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="show_rate"):
        problem([], [], show_rate=rate)


def test_required_that_begins_between_quarters_is_refused() -> None:
    with pytest.raises(ValueError, match="required: chat must begin at a whole quarter"):
        problem([], [], required={"chat": (local(4, 0) + timedelta(minutes=5), np.ones(4, np.int64))})


def test_night_is_more_than_an_hour_between_midnight_and_six() -> None:
    assert [is_night(span(4, *hours), AMSTERDAM) for hours in ((22, 25), (22, 25.25), (5, 9), (4.75, 9))] == [
        False,
        True,
        False,
        True,
    ]


def test_weekend_begins_on_saturday_and_counts_by_the_start() -> None:
    friday, saturday, monday = span(8, 22, 30), span(9, 0, 4), span(11, 0, 4)
    assert [is_weekend(one, AMSTERDAM) for one in (friday, saturday, monday)] == [False, True, False]
