"""Coverage against a naive count, minute by minute, over clock changes and zones; then by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import groupby
from math import comb
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from luisterlijn.facts import Channel
from luisterlijn.volunteer.coverage import CHANNELS, Duty, Hole, Rota, Shift, count, holding, likely, merged

MINUTE, QUARTER = timedelta(minutes=1), timedelta(minutes=15)
CHAT: tuple[Channel, ...] = ("chat",)
BOTH: tuple[Channel, ...] = ("chat", "phone")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CHANGES = (
    ("Europe/Amsterdam", date(2026, 3, 29)),
    ("Europe/Amsterdam", date(2026, 10, 25)),
    ("America/St_Johns", date(2026, 3, 8)),
    ("America/St_Johns", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # by half an hour
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Asia/Kathmandu", date(2026, 6, 1)),  # five hours and three quarters ahead, all year
)


@dataclass(frozen=True)
class Story:
    """A rota of a few days, and the range it is looked at in."""

    begin: datetime
    end: datetime
    shifts: tuple[Shift, ...]
    duties: tuple[Duty, ...]


def utc(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    zone, day = draw(st.sampled_from(CHANGES))
    days = st.sampled_from([day - timedelta(days=1), day])
    clocks = st.one_of(st.sampled_from([time(22), time(2), time(2, 30), time(6), time(0)]), st.times())
    local = st.builds(lambda on, at: utc(on, at.replace(second=0, microsecond=0, tzinfo=None), zone), days, clocks)
    lasting = st.one_of(st.sampled_from([0, 15, 240, 480]), st.integers(0, 900))

    @st.composite
    def spans(draw: st.DrawFn) -> tuple[datetime, datetime]:
        starts, again = draw(local), draw(local)
        by_clock = draw(st.booleans())
        return (starts, max(starts, again)) if by_clock else (starts, starts + draw(lasting) * MINUTE)

    channels = st.sampled_from([("chat",), ("phone",), BOTH])
    shifts = st.builds(lambda span, least, on: Shift(span[0], span[1], least, on), spans(), st.integers(0, 3), channels)
    people = st.sampled_from(["anna", "bram"])
    duties = st.builds(lambda who, span, on: Duty(who, span[0], span[1], on), people, spans(), channels)
    begin = utc(day, time(0), zone) - draw(st.integers(0, 1440)) * MINUTE
    end = begin + draw(st.one_of(st.just(2880), st.integers(-10, 2880))) * MINUTE
    return Story(begin, end, tuple(draw(st.lists(shifts, max_size=6))), tuple(draw(st.lists(duties, max_size=10))))


Minute = tuple[datetime, int, int]


def naive(story: Story, channel: Channel) -> list[Minute]:
    """Each minute with how many are required and planned."""
    found = []
    minute = story.begin
    while minute < story.end:
        required = sum(
            one.minimum for one in story.shifts if channel in one.channels and one.starts_at <= minute < one.ends_at
        )
        on = {
            one.volunteer for one in story.duties if channel in one.channels and one.starts_at <= minute < one.ends_at
        }
        found.append((minute, required, len(on)))
        minute += MINUTE
    return found


def naive_quarters(minutes: list[Minute]) -> list[tuple[int, int]]:
    """Required and planned of each quarter's worst minute."""

    def quarter(minute: Minute) -> int:
        return int(minute[0].timestamp()) // 900

    def badness(minute: Minute) -> tuple[int, int]:
        return minute[1] - minute[2], minute[1]

    worst = [max(ones, key=badness) for _, ones in groupby(minutes, quarter)]
    return [(required, planned) for _, required, planned in worst]


def naive_holes(minutes: list[Minute], channel: Channel) -> list[Hole]:
    found = []
    for lacking, ones in groupby(minutes, lambda minute: minute[1] > minute[2]):
        run = list(ones)
        if lacking:
            short = [required - planned for _, required, planned in run]
            share = max((required - planned) / required for _, required, planned in run)
            found.append(Hole((channel,), run[0][0], run[-1][0] + MINUTE, max(short), share, 60 * sum(short)))
    return found


@given(stories(), st.sampled_from(CHANNELS))
def test_count_is_the_naive_one_minute_by_minute(story: Story, channel: Channel) -> None:
    minutes = naive(story, channel)
    counted = count(Rota.of(story.shifts, story.duties), channel, story.begin, story.end)
    quarters = counted.quarters()
    assert list(zip(quarters.required.tolist(), quarters.planned.tolist(), strict=True)) == naive_quarters(minutes)
    assert counted.holes() == naive_holes(minutes, channel)
    assert counted.uncovered_s(story.begin, story.end) == sum(hole.uncovered_s for hole in counted.holes())
    assert [counted.at(minute) for minute, *_ in minutes] == [(required, on) for _, required, on in minutes]


@given(stories(), st.integers(0, 4320))
def test_uncovered_seconds_of_two_parts_are_those_of_the_whole(story: Story, minutes: int) -> None:
    counted = count(Rota.of(story.shifts, story.duties), "chat", story.begin, story.end)
    cut = story.begin + minutes * MINUTE
    parts = counted.uncovered_s(story.begin, cut), counted.uncovered_s(cut, story.end)
    assert sum(parts) == counted.uncovered_s(story.begin, story.end)


def local(text: str) -> datetime:
    """An instant of the clock in Amsterdam, the first of two."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


def quarters(shifts: list[Shift], duties: list[Duty], begin: datetime, end: datetime) -> list[tuple[int, int]]:
    found = count(Rota.of(shifts, duties), "chat", begin, end).quarters()
    return list(zip(found.required.tolist(), found.planned.tolist(), strict=True))


@pytest.mark.parametrize(
    ("day", "amount", "night"), [("2026-03-29", 92, 7), ("2026-10-25", 100, 9), ("2026-06-01", 96, 8)]
)
def test_day_has_as_many_quarters_as_its_clock_shows(day: str, amount: int, night: int) -> None:
    before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    after = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    shift = Shift(local(f"{before} 22:00"), local(f"{day} 06:00"), 2, CHAT)
    found = quarters([shift], [], local(f"{day} 00:00"), local(f"{after} 00:00"))
    assert (len(found), found.count((2, 0))) == (amount, (night - 2) * 4)
    whole = count(Rota.of([shift], []), "chat", shift.starts_at, shift.ends_at)
    assert [(hole.uncovered_s, hole.short, hole.severity) for hole in whole.holes()] == [(night * 7200, 2, 1.0)]


def test_shift_after_another_at_ten_past_is_not_required_twice() -> None:
    early = Shift(local("2026-06-01 15:00"), local("2026-06-01 19:10"), 1, CHAT)
    late = Shift(local("2026-06-01 19:10"), local("2026-06-01 23:00"), 1, CHAT)
    duties = [Duty("anna", early.starts_at, early.ends_at, CHAT), Duty("bram", late.starts_at, late.ends_at, CHAT)]
    begin = local("2026-06-01 19:00")
    assert quarters([early, late], duties, begin, begin + QUARTER) == [(1, 1)]
    assert quarters([early, late], duties[:1], begin, begin + QUARTER) == [(1, 0)]


def test_quarter_of_somebody_ten_minutes_late_is_short_and_the_hole_ten_minutes_long() -> None:
    begin = local("2026-06-01 19:00")
    shift = Shift(begin, begin + 4 * QUARTER, 2, CHAT)
    duties = [Duty("anna", begin, shift.ends_at, CHAT), Duty("bram", begin + 10 * MINUTE, shift.ends_at, CHAT)]
    assert quarters([shift], duties, begin, begin + 2 * QUARTER) == [(2, 1), (2, 2)]
    counted = count(Rota.of([shift], duties), "chat", begin, shift.ends_at)
    assert counted.holes() == [Hole(CHAT, begin, begin + 10 * MINUTE, 1, 0.5, 600)]


def test_person_on_two_channels_counts_on_both_and_on_neither_twice() -> None:
    begin = local("2026-06-01 19:00")
    shift = Shift(begin, begin + 4 * QUARTER, 2, BOTH)
    duties = [Duty("anna", begin, shift.ends_at, BOTH), Duty("anna", begin, begin + QUARTER, CHAT)]
    rota = Rota.of([shift], duties)
    assert [count(rota, channel, begin, shift.ends_at).at(begin) for channel in CHANNELS] == [(2, 1), (2, 1)]


def test_person_on_duties_that_overlap_counts_once_all_along() -> None:
    begin = local("2026-06-01 19:00")
    spans = ((0, 60), (10, 30), (30, 95), (95, 100), (110, 120))
    duties = [Duty("anna", begin + start * MINUTE, begin + end * MINUTE, CHAT) for start, end in spans[::-1]]
    counted = count(Rota.of([], duties), "chat", begin, begin + 120 * MINUTE)
    assert [counted.at(begin + minute * MINUTE)[1] for minute in range(120)] == [1] * 100 + [0] * 10 + [1] * 10


def test_spans_are_counted_to_the_second() -> None:
    begin = datetime(2026, 6, 1, 19, 0, 0, 900_000, tzinfo=UTC)
    walked_in = datetime(2026, 6, 1, 19, 7, 31, 4, tzinfo=UTC)
    shift = Shift(begin, begin + QUARTER, 1, CHAT)
    counted = count(Rota.of([shift], [Duty("anna", walked_in, shift.ends_at, CHAT)]), "chat", begin, begin + QUARTER)
    assert [hole.uncovered_s for hole in counted.holes()] == [451]


def test_nothing_is_counted_in_an_empty_range() -> None:
    begin = local("2026-06-01 19:05")
    rota = Rota.of([Shift(begin - QUARTER, begin + QUARTER, 1, CHAT)], [])
    counted = count(rota, "chat", begin, begin - MINUTE)
    assert (counted.holes(), counted.quarters().required.size, counted.at(begin)) == ([], 0, (0, 0))
    assert count(Rota.of([], []), "chat", begin, begin + QUARTER).quarters().required.tolist() == [0, 0]


def test_holes_merge_where_begin_and_end_are_the_same() -> None:
    one, two, three = (local(f"2026-06-01 {hour}:00") for hour in (10, 11, 12))
    chat = [Hole(("chat",), one, two, 1, 0.5, 3600), Hole(("chat",), two, three, 2, 1.0, 7200)]
    phone = [Hole(("phone",), one, two, 2, 1.0, 5400), Hole(("phone",), one, three, 1, 1.0, 7200)]
    assert merged(phone + chat) == [Hole(BOTH, one, two, 2, 1.0, 5400), phone[1], chat[1]]


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=20),
    st.sampled_from([0.01, 0.25, 0.5, 0.92, 0.999, 1]),
)
@example([(1000, 1400), (1380, 1500), (0, 0)], 0.92)
@settings(deadline=None)
def test_likely_is_the_binomial_tail(pairs: list[tuple[int, int]], rate: float) -> None:
    exact = Fraction(rate).limit_denominator(1000)

    def chance(required: int, planned: int) -> float:
        come = range(required, planned + 1)
        return float(sum(comb(planned, k) * exact**k * (1 - exact) ** (planned - k) for k in come))

    columns = np.array(pairs, np.int64).reshape(-1, 2)
    found = likely(columns[:, 0], columns[:, 1], rate)
    assert found.tolist() == pytest.approx([chance(*pair) for pair in pairs], abs=1e-9)


def test_what_the_forecast_needs_counts_where_shifts_ask_for_less() -> None:
    begin = datetime(2026, 6, 1, 18, tzinfo=UTC)
    asked = Shift(begin, begin + 2 * QUARTER, 3, CHAT)
    needed = [Shift(begin + n * QUARTER, begin + (n + 1) * QUARTER, people, CHAT) for n, people in enumerate((2, 4, 1))]
    rota = Rota.of([asked], [Duty("anna", begin, begin + 3 * QUARTER, BOTH)], needed)
    found = count(rota, "chat", begin, begin + 4 * QUARTER)
    assert found.quarters().required.tolist() == [3, 4, 1, 0]
    assert [(hole.starts_at, hole.ends_at, hole.short) for hole in found.holes()] == [(begin, begin + 2 * QUARTER, 3)]
    assert count(rota, "phone", begin, begin + 4 * QUARTER).quarters().required.tolist() == [0] * 4


def test_holding_is_the_mean_over_the_rates() -> None:
    spread = np.array([[1, 1, 2, 3], [0, 0, 0, 1]])
    planned = np.array([2, 1])
    one_of_two, both = 1 - 0.1**2, 0.9**2
    assert np.allclose(holding(spread, planned, 0.9), [(2 * one_of_two + both + 0) / 4, (3 + 0.9) / 4])
    assert holding(np.empty((0, 1), int), np.empty(0, int), 0.9).tolist() == []
