"""When somebody can come, in UTC over both clock changes; how much of it in a month."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luisterlijn.errors import RefusedError
from luisterlijn.volunteer.availability import (
    Availability,
    Away,
    Month,
    Window,
    checked,
    months,
    room,
    times,
    times_away,
)
from luisterlijn.volunteer.reason import Span
from tests.rota import AMSTERDAM

TODAY = date(2026, 3, 2)
HOUR = timedelta(hours=1)


def on(day: int, hour: float, month: int = 5) -> datetime:
    """An instant of 2026 by Amsterdam's clock."""
    return (datetime(2026, month, day, tzinfo=AMSTERDAM) + timedelta(hours=hour)).astimezone(UTC)


def window(weekday: int, begins: float, ends: float) -> Window:
    return Window(weekday, *(time(int(hour), round(hour % 1 * 60)) for hour in (begins, ends)))


def said(*windows: Window, **more: Any) -> Availability:
    return Availability(windows=windows, **more)


def between(begin: datetime, end: datetime, of: Availability) -> list[tuple[datetime, datetime]] | None:
    found = times(of, begin, end, AMSTERDAM)
    return None if found is None else [(one.starts_at, one.ends_at) for one in found]


def test_who_said_nothing_of_when_has_no_times() -> None:
    assert between(on(4, 0), on(11, 0), Availability(hours=10)) is None


def test_window_comes_each_week_and_is_cut_to_the_time_asked_for() -> None:
    tuesdays = said(window(1, 18, 23))
    assert between(on(5, 20), on(12, 19), tuesdays) == [(on(5, 20), on(5, 23)), (on(12, 18), on(12, 19))]
    assert between(on(6, 0), on(8, 0), tuesdays) == []


def test_window_over_midnight_belongs_to_the_day_it_begins() -> None:
    night = said(window(1, 22, 6))
    assert between(on(4, 0), on(11, 0), night) == [(on(5, 22), on(6, 6))]
    assert between(on(6, 2), on(6, 12), night) == [(on(6, 2), on(6, 6))]


def test_window_from_and_until_one_time_is_a_whole_day() -> None:
    assert between(on(4, 0), on(11, 0), said(window(5, 0, 0))) == [(on(9, 0), on(10, 0))]


def test_windows_that_touch_or_overlap_are_one() -> None:
    both = said(window(1, 18, 22), window(1, 22, 2), window(1, 20, 21))
    assert between(on(4, 0), on(11, 0), both) == [(on(5, 18), on(6, 2))]


def test_days_away_are_taken_out_by_the_local_day() -> None:
    every = said(*(window(day, 20, 4) for day in range(7)), away=(Away(date(2026, 5, 6), date(2026, 5, 7)),))
    assert between(on(5, 12), on(9, 0), every) == [(on(5, 20), on(6, 0)), (on(8, 0), on(8, 4)), (on(8, 20), on(9, 0))]


def test_days_away_count_where_no_window_was_given() -> None:
    gone = Availability(away=(Away(date(2026, 5, 6), date(2026, 5, 6)), Away(date(2026, 5, 7), date(2026, 5, 8))))
    assert times_away(gone, on(6, 12), on(20, 0), AMSTERDAM) == (Span(on(6, 12), on(9, 0)),)
    assert times_away(gone, on(10, 0), on(20, 0), AMSTERDAM) == ()


@pytest.mark.parametrize(("month", "day", "hours"), [(3, 28, 7), (10, 24, 9)])
def test_night_of_a_clock_change_has_an_hour_less_or_more(month: int, day: int, hours: int) -> None:
    begin = on(day, 0, month)
    (one,) = times(said(window(5, 22, 6)), begin, begin + timedelta(days=3), AMSTERDAM) or ()
    assert one.ends_at - one.starts_at == hours * HOUR


def test_windows_that_meet_in_the_odd_hour_still_adjoin() -> None:
    both = said(window(6, 1, 2.5), window(6, 2.5, 5))
    for month, day, hours in ((3, 29, 3), (10, 25, 5)):
        (one,) = times(both, on(day, 0, month), on(day, 20, month), AMSTERDAM) or ()
        assert one.ends_at - one.starts_at == hours * HOUR, month


def test_window_within_the_hour_left_out_is_left_out() -> None:
    assert between(on(29, 0, 3), on(29, 20, 3), said(window(6, 2, 3))) == []


quarters = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
windows = st.lists(st.builds(Window, st.integers(0, 6), quarters, quarters), min_size=1, max_size=6)
aways = st.lists(st.integers(0, 20).map(lambda day: Away(*[date(2026, 3, 20) + timedelta(days=day)] * 2)), max_size=3)


@given(windows, aways, st.integers(0, 24 * 14))
@settings(max_examples=200, deadline=None)
def test_instant_is_in_the_times_if_the_local_clock_says_so(
    given_windows: list[Window], given_away: list[Away], hours: int
) -> None:
    of = Availability(tuple(given_windows), tuple(given_away))
    begin = datetime(2026, 3, 20, 0, 7, tzinfo=UTC)  # never the edge of a quarter
    instant = begin + hours * HOUR
    local = instant.astimezone(AMSTERDAM)
    if local.date() == date(2026, 3, 29) and local.hour < 4:
        return  # where the clock is put forward edges move: by examples above
    clock, today, before = local.time(), local.weekday(), (local.weekday() - 1) % 7
    inside = any(
        (one.weekday == today and one.begins <= clock and (clock < one.ends or one.ends <= one.begins))
        or (one.weekday == before and one.ends <= one.begins and clock < one.ends)
        for one in given_windows
    ) and not any(one.first_on <= local.date() <= one.last_on for one in given_away)
    found = times(of, begin, begin + timedelta(days=15), AMSTERDAM) or ()
    assert any(one.starts_at <= instant < one.ends_at for one in found) == inside
    assert all(one.ends_at < two.starts_at for one, two in pairwise(found))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (said(window(7, 18, 22)), "windows.0.weekday"),
        (said(window(0, 1, 2), Window(1, time(18, 0, 5), time(20))), "windows.1.begins"),
        (said(Window(1, time(18), time(20, tzinfo=UTC))), "windows.0.ends"),
        (Availability(away=(Away(date(2026, 4, 2), date(2026, 4, 1)),)), "away.0.last_on"),
        (Availability(away=(Away(TODAY, date(2036, 4, 1)),)), "away.0.last_on"),
        (Availability(away=(Away(date.min, TODAY),)), "away.0.first_on"),
        (Availability(hours=-1), "hours"),
        (Availability(shifts=101), "shifts"),
        (Availability(nights=32), "nights"),
        (said(*(window(day, hour, 23) for day in range(7) for hour in range(7))), "windows"),
        (Availability(away=tuple(Away(TODAY + timedelta(day), TODAY + timedelta(day)) for day in range(31))), "away"),
    ],
)
def test_what_cannot_be_names_the_field_and_the_remedy(wrong: Availability, field: str) -> None:
    with pytest.raises(RefusedError) as caught:
        checked(wrong, TODAY)
    assert (caught.value.code, caught.value.field) == ("bad_availability", field)
    assert caught.value.remedy.endswith(".")


def test_what_is_kept_is_in_order_and_ahead() -> None:
    past, now = Away(date(2026, 2, 1), date(2026, 3, 1)), Away(date(2026, 3, 1), TODAY)
    longer, shorter = window(1, 22, 6), window(1, 22, 23)
    given_ = Availability((window(3, 9, 12), longer, shorter), (now, past), hours=0, nights=1)
    assert checked(given_, TODAY) == Availability((longer, window(3, 9, 12)), (now,), hours=0, nights=1)


def test_months_of_a_time_have_their_share() -> None:
    (may, in_may), (june, in_june) = months(on(22, 0), on(7, 0, 6), AMSTERDAM)
    assert (may, june) == (Span(on(1, 0), on(1, 0, 6)), Span(on(1, 0, 6), on(1, 0, 7)))
    assert [in_may, in_june] == pytest.approx([10 / 31, 6 / 30])


@pytest.mark.parametrize(
    ("amount", "parts", "whole", "found"),
    [
        (None, [Month(1, 0, 0)], 1, None),
        (8, [Month(1, 0, 0)], 1, 8),
        (8, [Month(1, 3, 3)], 1, 5),
        (8, [Month(1, 9, 9)], 1, 0),
        (2, [Month(0.25, 0, 0)], 1, 1),  # half a shift is one
        (2, [Month(0.25, 1, 1)], 1, 0),  # and that one is planned
        (2, [Month(0.25, 2, 0)], 1, 0),  # nothing is left of the month
        (4, [Month(0.5, 3, 0)], 1, 1),
        (1320, [Month(14 / 30, 0, 0)], 240, 720),
        (1320, [Month(14 / 30, 1100, 0)], 240, 220),
        (4, [Month(0.25, 4, 0), Month(0.5, 0, 0)], 1, 3),
        (0, [Month(1, 0, 0)], 1, 0),
    ],
)
def test_room_is_the_share_of_the_month_and_never_more_than_is_left(
    amount: float | None, parts: list[Month], whole: float, found: float | None
) -> None:
    assert room(amount, parts, whole) == found
