"""When somebody is on duty: spans become windows, papers and the nights of minors cut them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luisterlijn.volunteer.duty import LONG_AGO, Duty, Night, Window, duty, within

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NIGHT = Night(time(23), time(6))
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
BIRTHDAY = date(2026, 5, 6)


def span(begin: float, end: float) -> Window:
    """Hours from noon."""
    return NOON + timedelta(hours=begin), NOON + timedelta(hours=end)


def windows(*spans: Window, adult_from: date | None = None, fit_until: date | None = None) -> list[Window]:
    return list(duty(spans, AMSTERDAM, NIGHT, adult_from=adult_from, fit_until=fit_until).windows)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], []),
        ([(0, 4)], [(0, 4)]),
        ([(4, 8), (0, 4)], [(0, 8)]),
        ([(0, 4), (3, 8), (9, 10)], [(0, 8), (9, 10)]),
        ([(0, 8), (2, 3)], [(0, 8)]),
    ],
)
def test_spans_that_touch_or_overlap_are_one(
    spans: list[tuple[float, float]], expected: list[tuple[float, float]]
) -> None:
    assert windows(*(span(*one) for one in spans)) == [span(*one) for one in expected]


def test_window_ends_with_the_last_day_on_which_nothing_is_lacking() -> None:
    found = duty([span(6, 14), span(20, 24)], AMSTERDAM, NIGHT, fit_until=date(2026, 5, 4))
    midnight = datetime(2026, 5, 4, 22, tzinfo=UTC)
    assert found == Duty((span(6, 10),), midnight)


def test_who_always_lacked_something_is_on_no_duty() -> None:
    assert duty([span(0, 4)], AMSTERDAM, NIGHT, fit_until=date.min) == Duty((), LONG_AGO)


@pytest.mark.parametrize("shift", [(6, 20), (9, 16), (9.5, 15)])
def test_minors_do_not_work_at_night(shift: tuple[float, float]) -> None:
    begin, end = shift
    day = [(begin, 9)] if begin < 9 else []
    morning = [(16, end)] if end > 16 else []
    assert windows(span(*shift), adult_from=BIRTHDAY) == [span(*one) for one in day + morning]


def test_minor_is_grown_up_at_midnight_of_the_birthday() -> None:
    assert windows(span(30, 44), adult_from=BIRTHDAY) == [span(30, 33), span(34, 44)]
    assert windows(span(34, 44), adult_from=BIRTHDAY) == [span(34, 44)]


def test_minors_night_is_longer_when_the_clock_is_put_back() -> None:
    begin, end = datetime(2026, 10, 24, 18, tzinfo=UTC), datetime(2026, 10, 25, 9, tzinfo=UTC)
    [evening, morning] = windows((begin, end), adult_from=date(2027, 1, 1))
    assert morning[0] - evening[1] == timedelta(hours=8)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 96), st.integers(1, 30)), max_size=6),
    st.booleans(),
    st.integers(-1, 5) | st.none(),
)
def test_windows_are_the_quarters_of_the_spans_that_are_allowed(
    hours: list[tuple[int, int]],
    minor: bool,  # noqa: FBT001 - drawn by Hypothesis
    fit_days: int | None,
) -> None:
    spans = [span(begin, begin + length) for begin, length in hours]
    last_day = None if fit_days is None else NOON.date() + timedelta(days=fit_days)
    found = windows(*spans, adult_from=BIRTHDAY if minor else None, fit_until=last_day)
    assert all(one[1] < other[0] for one, other in pairwise(found))
    for quarter in range(4 * 130):
        at = NOON + timedelta(minutes=15 * quarter)
        local = at.astimezone(AMSTERDAM)
        allowed = (
            any(begin <= at < end for begin, end in spans)
            and not (minor and local.date() < BIRTHDAY and not 6 <= local.hour < 23)
            and (last_day is None or local.date() <= last_day)
        )
        assert any(begin <= at < end for begin, end in found) == allowed


def test_within_leaves_windows_whole_and_lets_go_of_what_is_far_off() -> None:
    whole = Duty((span(-3, -1), span(-1, 1), span(9, 11), span(12, 13)), span(20, 0)[0])
    assert within(whole, *span(0, 10)) == Duty((span(-1, 1), span(9, 11)))
    assert within(whole, *span(0, 21)).lacks_from == whole.lacks_from
