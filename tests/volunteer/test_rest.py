"""What a coordinator may override: too little rest, too long, too many in a row."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisterlijn.volunteer.reason import Limits, Reason, Span
from luisterlijn.volunteer.rest import nights, soft_reasons, stretches

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HOUR = timedelta(hours=1)
LIMITS = Limits(
    rest_after_night=14 * HOUR,
    longest_shift=10 * HOUR,
    days_in_a_row=7,
    nights_in_16_weeks=36,
    minor_from=time(23),
    minor_until=time(6),
)
FIRST = date(2026, 5, 4)


def local(day: int, hour: float) -> datetime:
    """Hours after local midnight of so many days after FIRST, by the clock on the wall."""
    wall = datetime.combine(FIRST, time()) + timedelta(days=day, hours=hour)
    return wall.replace(tzinfo=AMSTERDAM).astimezone(UTC)


def span(day: int, begins: float, ends: float) -> Span:
    return Span(local(day, begins), local(day, ends))


def soft(wanted: Span, *others: Span) -> tuple[Reason, ...]:
    return soft_reasons(wanted, others, LIMITS, AMSTERDAM)


def test_stretches_join_what_touches() -> None:
    assert stretches([span(0, 12, 14), span(0, 8, 12), span(0, 15, 16)]) == [span(0, 8, 14), span(0, 15, 16)]


@pytest.mark.parametrize(
    ("begins", "ends", "found"),
    [
        (18, 22, set()),
        (18, 25, set()),  # an hour past midnight is no night yet
        (18, 25.25, {1}),
        (22, 30, {1}),
        (5, 9, set()),
        (4.75, 9, {0}),
        (28, 52, {1, 2}),
    ],
)
def test_night_is_more_than_an_hour_between_midnight_and_six(begins: float, ends: float, found: set[int]) -> None:
    assert nights([span(0, begins, ends)], AMSTERDAM) == {FIRST + timedelta(days=day) for day in found}


def test_pieces_of_one_night_count_together() -> None:
    assert nights([span(1, 0, 0.75), span(1, 4, 4.75)], AMSTERDAM) == {FIRST + timedelta(days=1)}


def test_rest_after_a_night_that_ends_past_two_says_from_when_it_would_do() -> None:
    night = span(0, 22, 30)
    expected = Reason("rest_after_night", hard=False, until=local(1, 20))
    assert soft(span(1, 18, 21), night) == (expected,)
    assert soft(span(1, 20, 23), night) == ()
    assert soft(span(1, 8, 12), span(0, 20, 25.75)) == ()  # a night, over before two
    assert soft(span(0, 22, 30), span(1, 18, 21)) == (Reason("rest_after_night", hard=False),)


def test_rest_is_counted_from_the_end_of_the_whole_stretch() -> None:
    assert soft(span(1, 19.5, 21), span(0, 22, 28), span(1, 4, 6)) == (
        Reason("rest_after_night", hard=False, until=local(1, 20)),
    )


def test_rest_that_was_too_short_before_is_not_held_against_other_work() -> None:
    others = (span(0, 22, 30), span(1, 12, 14))
    assert soft(span(1, 14, 16), *others) == ()
    assert soft(span(3, 9, 12), *others) == ()


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 28), 14), (date(2026, 10, 24), 14)])
def test_rest_is_counted_in_true_hours_where_the_clock_changes(day: date, hours: int) -> None:
    zone = AMSTERDAM
    begins_at = datetime.combine(day, time(20), zone).astimezone(UTC)
    ends_at = datetime.combine(day + timedelta(days=1), time(2, 30), zone).astimezone(UTC) + HOUR
    too_soon = Span(ends_at + timedelta(hours=hours - 0.25), ends_at + 20 * HOUR)
    in_time = Span(ends_at + timedelta(hours=hours), ends_at + 20 * HOUR)
    night = Span(begins_at, ends_at)
    assert [one.rule for one in soft_reasons(too_soon, [night], LIMITS, zone)] == ["rest_after_night"]
    assert soft_reasons(in_time, [night], LIMITS, zone) == ()


def test_longest_shift_counts_what_adjoins_as_one() -> None:
    assert soft(span(0, 8, 18)) == ()
    assert soft(span(0, 14, 18.25), span(0, 8, 14)) == (Reason("longest_shift", hard=False, count=11, most=10),)
    assert soft(span(0, 14.25, 18.25), span(0, 8, 14)) == ()


def test_days_in_a_row_say_after_which_day_off_it_would_do() -> None:
    week = [span(day, 18, 22) for day in range(7)]
    assert soft(span(7, 18, 22), *week) == (Reason("days_in_a_row", hard=False, until=local(8, 0), count=8, most=7),)
    assert soft(span(6, 9, 10), *week) == ()  # a second shift on a day makes no more days
    assert soft(span(3, 18, 22), *week[:3], *week[4:]) == ()
    more = [*week[:3], *[span(day, 18, 22) for day in range(4, 12)]]
    assert soft(span(3, 18, 22), *more) == (Reason("days_in_a_row", hard=False, count=12, most=7),)


def test_night_counts_as_the_day_it_begins_on() -> None:
    evenings = [span(day, 22, 25) for day in range(7)]
    assert soft(span(8, 18, 22), *evenings) == ()


def test_nights_in_any_sixteen_weeks_are_counted() -> None:
    every_third = [span(3 * number, 22, 30) for number in range(36)]
    wanted = span(3 * 36, 22, 30)
    until = local(1 + 112, 0)
    assert soft(wanted, *every_third) == (Reason("nights_in_16_weeks", hard=False, until=until, count=37, most=36),)
    assert soft(wanted, *every_third[1:]) == ()
    assert soft(span(3 * 38, 22, 30), *every_third) == ()  # the first is sixteen weeks past
    assert soft(span(1, 22, 25), *every_third) == ()  # no night
    ahead = [span(3 * number, 22, 30) for number in range(1, 37)]
    assert [(one.rule, one.until, one.count) for one in soft(span(0, 22, 30), *ahead)] == [
        ("nights_in_16_weeks", None, 37)
    ]


def test_nights_that_were_too_many_before_are_not_held_against_day_work() -> None:
    many = [span(2 * number, 22, 30) for number in range(50)]
    assert soft(span(101, 12, 14), *many) == ()


@st.composite
def rotas(draw: st.DrawFn) -> list[Span]:
    """Spans of a few weeks that do not overlap."""
    found, at = [], local(0, 0)
    for _ in range(draw(st.integers(1, 12))):
        begins_at = at + timedelta(minutes=15 * draw(st.integers(0, 160)))
        at = begins_at + timedelta(minutes=15 * draw(st.integers(1, 48)))
        found.append(Span(begins_at, at))
    return found


@given(rotas(), st.data())
def test_soft_reasons_are_those_of_a_minute_by_minute_count(spans: list[Span], data: st.DataObject) -> None:
    """Longest stretch, days and nights, counted without any cleverness."""
    chosen = data.draw(st.integers(0, len(spans) - 1))
    wanted, others = spans[chosen], spans[:chosen] + spans[chosen + 1 :]
    few = Limits(14 * HOUR, 10 * HOUR, 3, 4, time(23), time(6))
    found = {one.rule: one for one in soft_reasons(wanted, others, few, AMSTERDAM)}
    quarter = timedelta(minutes=15)
    worked = {one.starts_at + n * quarter for one in spans for n in range((one.ends_at - one.starts_at) // quarter)}
    begins_at = ends_at = wanted.starts_at
    while begins_at - quarter in worked:
        begins_at -= quarter
    while ends_at in worked:
        ends_at += quarter
    assert ("longest_shift" in found) is (ends_at - begins_at > 10 * HOUR)
    in_the_dark: dict[date, int] = {}
    for one in worked:
        wall = one.astimezone(AMSTERDAM)
        if wall.hour < 6:
            in_the_dark[wall.date()] = in_the_dark.get(wall.date(), 0) + 1
    dark = {day for day, quarters in in_the_dark.items() if quarters > 4}
    assert nights(spans, AMSTERDAM) == dark
    new = dark - nights(others, AMSTERDAM)
    assert ("nights_in_16_weeks" in found) is (bool(new) and len(dark) > 4)  # all lie within sixteen weeks
