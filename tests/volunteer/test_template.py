"""Shifts that return: their local days, and their instants over both changes of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisterlijn.errors import RefusedError
from luisterlijn.volunteer.template import (
    Template,
    at,
    checked,
    day_begins,
    days,
    holidays_between,
    local_day,
    span,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
MONDAY = date(2026, 3, 2)
ZONES = ("Europe/Amsterdam", "Europe/Lisbon", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "UTC")


def shift(starts: time = time(22), minutes: int = 480, **more: Any) -> Template:
    usual: dict[str, Any] = {"keeps": "end", "recurrence": "FREQ=DAILY", "first_on": MONDAY}
    return Template(**(usual | more), starts=starts, minutes=minutes)


def hours(template: Template, day: date) -> float:
    begins_at, ends_at = span(template, day, AMSTERDAM)
    return (ends_at - begins_at).total_seconds() / 3600


@pytest.mark.parametrize(
    ("keeps", "lasts"), [("end", {"spring": 7.0, "autumn": 9.0}), ("length", {"spring": 8.0, "autumn": 8.0})]
)
def test_night_over_a_clock_change_keeps_its_end_or_its_length(
    keeps: Literal["end", "length"], lasts: dict[str, float]
) -> None:
    night = shift(keeps=keeps)
    nights = {"spring": SPRING - timedelta(days=1), "autumn": AUTUMN - timedelta(days=1)}
    assert {name: hours(night, day) for name, day in nights.items()} == lasts
    assert hours(night, date(2026, 5, 1)) == 8


def test_start_that_does_not_exist_is_read_by_the_offset_before() -> None:
    begins_at, ends_at = span(shift(time(2, 30), 210), SPRING, AMSTERDAM)
    assert begins_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 03:30 in summer time
    assert ends_at == datetime(2026, 3, 29, 4, 0, tzinfo=UTC)  # 06:00


def test_start_that_exists_twice_is_the_first() -> None:
    begins_at, ends_at = span(shift(time(2, 30), 210), AUTUMN, AMSTERDAM)
    assert begins_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 in summer time
    assert (ends_at - begins_at) == timedelta(hours=4, minutes=30)


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_shifts_that_adjoin_at_an_odd_time_adjoin(day: date) -> None:
    before, after = shift(time(18, 30), 480), shift(time(2, 30), 210)
    assert span(before, day - timedelta(days=1), AMSTERDAM)[1] == span(after, day, AMSTERDAM)[0]


def test_shift_within_the_hour_left_out_keeps_its_length() -> None:
    assert hours(shift(time(2), 60), SPRING) == 1
    assert hours(shift(time(2, 30), 30), SPRING) == 0.5


@given(
    st.sampled_from(ZONES),
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    st.integers(15, 1440),
)
def test_span_of_any_day_keeps_what_it_says(name: str, day: date, starts: time, minutes: int) -> None:
    zone, length = ZoneInfo(name), timedelta(minutes=minutes)
    begins_at, ends_at = span(shift(starts, minutes, keeps="length"), day, zone)
    assert ends_at - begins_at == length
    same, ended_at = span(shift(starts, minutes), day, zone)
    assert same == begins_at < ended_at
    assert abs(ended_at - ends_at) <= timedelta(hours=1)
    local = datetime.combine(day, starts) + length
    exists = at(local, zone).astimezone(zone).replace(tzinfo=None) == local
    if exists and ended_at - begins_at != length:
        assert ended_at.astimezone(zone).replace(tzinfo=None) == local


@given(st.sampled_from(ZONES), st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(1, 24))
def test_day_cut_into_shifts_has_no_hole_and_no_overlap(name: str, day: date, pieces: int) -> None:
    zone, minutes = ZoneInfo(name), 1440 // pieces
    cuts = [datetime.combine(day, time()) + timedelta(minutes=minutes * piece) for piece in range(pieces + 1)]
    for cut, next_cut in pairwise(cuts[:pieces]):
        ends_at = span(shift(cut.time(), minutes), day, zone)[1]
        left_out = at(next_cut, zone) <= at(cut, zone)  # it lay within the hour that is left out
        assert left_out or ends_at == span(shift(next_cut.time(), minutes), day, zone)[0]


@given(st.sampled_from(ZONES), st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_local_day_of_its_beginning_is_the_day(name: str, day: date) -> None:
    zone = ZoneInfo(name)
    begins_at = day_begins(day, zone)
    assert local_day(begins_at, zone) == day
    assert local_day(begins_at - timedelta(seconds=1), zone) == day - timedelta(days=1)


@pytest.mark.parametrize(
    ("recurrence", "found"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,WE", [2, 4, 9, 11, 16, 18, 23, 25, 30]),
        ("FREQ=WEEKLY;INTERVAL=2", [2, 16, 30]),
        ("FREQ=DAILY;INTERVAL=10", [2, 12, 22]),
        ("FREQ=MONTHLY;BYDAY=-1SU", [29]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", [31]),
        ("FREQ=MONTHLY;BYMONTHDAY=13", [13]),
        ("FREQ=WEEKLY;BYDAY=SU;BYMONTH=4", []),
    ],
)
def test_days_are_those_of_the_recurrence(recurrence: str, found: list[int]) -> None:
    rule = checked(recurrence, MONDAY)
    got = list(days(shift(recurrence=rule), date(2026, 3, 1), date(2026, 3, 31)))
    assert got == [date(2026, 3, day) for day in found]


def test_days_end_with_the_last_of_the_template_and_begin_where_asked() -> None:
    ending = shift(last_on=date(2026, 3, 6))
    assert list(days(ending, date(2026, 3, 5), date(2026, 3, 31))) == [date(2026, 3, 5), date(2026, 3, 6)]


@pytest.mark.parametrize(("holidays", "found"), [("run", [25, 26, 27, 28]), ("skip", [25, 26, 28]), ("only", [27])])
def test_days_mind_holidays_as_told(holidays: Literal["run", "skip", "only"], found: list[int]) -> None:
    begin, end = date(2026, 4, 25), date(2026, 4, 28)
    free = holidays_between("NL", begin, end)
    assert free == {date(2026, 4, 27): "Koningsdag"}
    assert list(days(shift(holidays=holidays), begin, end, free)) == [date(2026, 4, day) for day in found]


def test_holidays_of_a_part_of_a_country_and_of_none() -> None:
    begin, end = date(2026, 11, 1), date(2026, 11, 2)
    assert holidays_between("DE-BY", begin, end) == {begin: "Allerheiligen"}
    assert holidays_between("DE", begin, end) == holidays_between("", begin, end) == {}


def test_holidays_of_an_unknown_country_are_refused() -> None:
    with pytest.raises(RefusedError, match="no_holidays") as refused:
        holidays_between("XX", MONDAY, MONDAY)
    assert "rota.holidays" in refused.value.remedy


def test_recurrence_is_kept_in_capitals_without_blanks() -> None:
    assert checked("rrule:freq=weekly; byday=mo,we", MONDAY) == "FREQ=WEEKLY;BYDAY=MO,WE"


@pytest.mark.parametrize(
    ("recurrence", "remedy"),
    [
        ("", "Begin with FREQ="),
        ("every monday", "Begin with FREQ="),
        ("FREQ=HOURLY", "Begin with FREQ="),
        ("FREQ=YEARLY;BYMONTH=1", "Begin with FREQ="),
        ("FREQ=DAILY;FREQ=DAILY", "once"),
        ("FREQ=DAILY;COUNT=3", "Leave COUNT out: the last day is a field"),
        ("FREQ=DAILY;UNTIL=20260401", "Leave UNTIL out: the last day is a field"),
        ("FREQ=DAILY;BYHOUR=3", "Leave BYHOUR out: the start is a field"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "Leave BYMONTHDAY out: it goes with FREQ=MONTHLY"),
        ("FREQ=MONTHLY;BYEASTER=0", "Leave BYEASTER out: it is not known"),
        ("FREQ=WEEKLY;BYDAY=MO;", "Leave the empty part out"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=1000", "INTERVAL"),
        ("FREQ=WEEKLY;BYDAY=1MO", "without a number"),
        ("FREQ=WEEKLY;BYDAY=XX", "as RFC 5545"),
        ("FREQ=WEEKLY;BYDAY=", "as RFC 5545"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=x", "as RFC 5545"),
        ("FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2", "never comes"),
        ("FREQ=MONTHLY;BYDAY=99MO", "Write it as RFC 5545 does"),
        ("FREQ=MONTHLY;INTERVAL=12;BYMONTH=2", "never comes"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=TU", "never comes"),
    ],
)
def test_recurrence_that_cannot_be_is_refused_with_what_to_write(recurrence: str, remedy: str) -> None:
    with pytest.raises(RefusedError) as refused:
        checked(recurrence, MONDAY)
    assert (refused.value.code, refused.value.field) == ("bad_recurrence", "recurrence")
    assert remedy in refused.value.remedy
