"""Series: one entry a quarter, cut where asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest

from luisterlijn.insight.series import QUARTER, Series, nothing, quarters
from tests.pasts import MONDAY, series_of


def test_between_cuts_to_the_quarters_asked_for() -> None:
    part = series_of([1, 2, 3, 4]).between(MONDAY + QUARTER, MONDAY + 3 * QUARTER)
    assert (part.starts_at, part.attempts.tolist(), part.ends_at) == (MONDAY + QUARTER, [2, 3], MONDAY + 3 * QUARTER)


@pytest.mark.parametrize(("first", "last", "left"), [(-4, 2, [1, 2]), (3, 9, [4]), (-9, -3, []), (7, 9, [])])
def test_between_leaves_out_what_lies_outside(first: int, last: int, left: list[int]) -> None:
    assert series_of([1, 2, 3, 4]).between(MONDAY + first * QUARTER, MONDAY + last * QUARTER).attempts.tolist() == left


def test_nothing_is_known_of_nothing() -> None:
    empty = nothing("chat", MONDAY, MONDAY + 3 * QUARTER)
    assert (empty.channel, empty.known.tolist(), empty.attempts.tolist()) == ("chat", [False] * 3, [0] * 3)


def test_series_in_another_zone_starts_at_the_same_instant() -> None:
    there = timezone(timedelta(hours=1))
    assert nothing("chat", MONDAY.astimezone(there), MONDAY + QUARTER).starts_at.tzinfo is UTC


@pytest.mark.parametrize("at", [MONDAY + timedelta(minutes=5), datetime(2026, 3, 2)])  # noqa: DTZ001 - refused for that
def test_series_that_does_not_begin_a_quarter_is_refused(at: datetime) -> None:
    with pytest.raises(ValueError, match=r"starts_at: .* give an aware instant"):
        series_of([1], at)


def test_series_of_different_lengths_is_refused() -> None:
    one, two = np.zeros(1, np.int64), np.zeros(2, np.int64)
    with pytest.raises(ValueError, match="abandoned: has 1 entries and known 2"):
        Series("chat", MONDAY, two, two, two, one, two, np.zeros(2, np.bool_))


def test_quarters_that_end_before_they_begin_are_refused() -> None:
    with pytest.raises(ValueError, match=r"end: .* lies before begin"):
        quarters(MONDAY, MONDAY - QUARTER)
