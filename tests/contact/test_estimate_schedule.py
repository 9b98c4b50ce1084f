"""The wait told to callers while volunteers are due to come and to go."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisterlijn.contact.estimate import Estimate, estimate, tell

HANDLE_S, PATIENCE_S = 1200.0, 1800.0
Changes = list[tuple[float, float]]


def wait(ahead: int, able: float, changes: Changes) -> Estimate:
    known = estimate(ahead, able, handle_s=HANDLE_S, patience_s=PATIENCE_S, changes=changes)
    assert known is not None
    return known


def seconds(told: Estimate) -> tuple[float, float, float]:
    return told.p50.total_seconds(), told.p90.total_seconds(), told.mean.total_seconds()


@given(ahead=st.integers(0, 200), able=st.integers(1, 40), at_s=st.floats(0, 9000))
def test_changes_that_change_nothing_leave_the_estimate_as_it_is(ahead: int, able: int, at_s: float) -> None:
    assert wait(ahead, able, [(at_s, able), (at_s + 60, able)]) == wait(ahead, able, [])


@pytest.mark.parametrize("able", [3, 8, 30])
@pytest.mark.parametrize("ahead", [0, 5, 40])
def test_steady_and_changing_agree_where_hardly_anything_changes(ahead: int, able: int) -> None:
    """The steady way errs by 2% at most, as it says."""
    assert seconds(wait(ahead, able, [(1.0, able + 1e-9)])) == pytest.approx(seconds(wait(ahead, able, [])), rel=0.02)


def test_change_that_has_come_already_is_who_is_on() -> None:
    assert wait(4, 2, [(-30.0, 5.0), (0.0, 6.0)]) == wait(4, 6, [])


def test_nobody_on_with_somebody_due_is_their_coming_and_a_wait() -> None:
    known = estimate(2, 0, handle_s=HANDLE_S, patience_s=math.inf, changes=[(1800.0, 2.0)])
    assert known is not None
    assert seconds(known) == pytest.approx((1800 + 600 * math.log(2), 1800 + 600 * math.log(10), 2400), abs=0.1)
    assert tell(known) == (1800, 3600)


def test_first_in_line_is_answered_when_somebody_comes() -> None:
    assert seconds(wait(1, 0, [(1800.0, 2.0)])) == (1800, 1800, 1800)


def test_nobody_on_and_nobody_due_is_no_number() -> None:
    assert estimate(0, 0, handle_s=HANDLE_S, patience_s=PATIENCE_S, changes=[(600.0, 0.0)]) is None


def test_wait_that_outlasts_everybody_is_no_number() -> None:
    assert estimate(20, 3, handle_s=HANDLE_S, patience_s=PATIENCE_S, changes=[(900.0, 0.0)]) is None


def test_change_far_behind_the_wait_does_not_matter() -> None:
    near, far = wait(0, 8, [(300.0, 1.0)]), wait(0, 8, [(7200.0, 1.0)])
    assert far == wait(0, 8, [])
    assert near.p90 > far.p90


@given(ahead=st.integers(0, 100), able=st.integers(1, 20), at_s=st.floats(60, 3600), more=st.integers(1, 20))
def test_somebody_due_makes_no_wait_longer_and_leaving_none_shorter(
    ahead: int, able: int, at_s: float, more: int
) -> None:
    fewer, same, greater = (wait(ahead, able, [(at_s, then)]) for then in (max(able - more, 0.5), able, able + more))
    slack = 0.98  # of the quantiles where nothing changes
    assert greater.mean * 0.999 <= same.mean <= fewer.mean * 1.001
    assert greater.p90 * slack <= same.p90
    assert same.p90 * slack <= fewer.p90
