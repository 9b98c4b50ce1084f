"""Opening hours, above all in the nights the clock changes and across midnight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisterlijn import settings
from luisterlijn.contact.hours import DAYS, Opening, opening

ZONE = "Europe/Amsterdam"


@dataclass(frozen=True)
class Window:
    days: tuple[str, ...]
    opens: time
    closes: time


def daily(opens: str, closes: str, days: tuple[str, ...] = DAYS) -> Window:
    return Window(days, time.fromisoformat(opens), time.fromisoformat(closes))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(text: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE), fold=fold).astimezone(UTC)


def test_no_hours_is_always_open() -> None:
    assert opening((), ZONE, utc("2026-01-01T03:00")) == Opening(open=True, opens_at=None, closes_at=None)


def test_hours_without_days_never_open() -> None:
    assert opening([daily("09:00", "17:00", ())], ZONE, utc("2026-01-01T12:00")) == Opening(open=False)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-01-05T08:59:59", Opening(open=False, opens_at=local("2026-01-05T09:00"))),
        ("2026-01-05T09:00", Opening(open=True, closes_at=local("2026-01-05T17:00"))),
        ("2026-01-05T16:59:59", Opening(open=True, closes_at=local("2026-01-05T17:00"))),
        ("2026-01-05T17:00", Opening(open=False, opens_at=local("2026-01-06T09:00"))),
        ("2026-01-09T18:00", Opening(open=False, opens_at=local("2026-01-12T09:00"))),
    ],
)
def test_office_hours_at_their_edges(now: str, expected: Opening) -> None:
    assert opening([daily("09:00", "17:00", DAYS[:5])], ZONE, local(now)) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-01-09T21:59", Opening(open=False, opens_at=local("2026-01-09T22:00"))),
        ("2026-01-09T23:00", Opening(open=True, closes_at=local("2026-01-10T06:00"))),
        ("2026-01-10T05:59", Opening(open=True, closes_at=local("2026-01-10T06:00"))),
        ("2026-01-10T06:00", Opening(open=False, opens_at=local("2026-01-16T22:00"))),
    ],
)
def test_window_past_midnight_belongs_to_the_day_it_opens(now: str, expected: Opening) -> None:
    assert opening([daily("22:00", "06:00", ("fri",))], ZONE, local(now)) == expected


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "hours"),
    [
        ("2026-03-27T22:00", "2026-03-28T06:00", 8),
        ("2026-03-28T22:00", "2026-03-29T06:00", 7),
        ("2026-10-24T22:00", "2026-10-25T06:00", 9),
    ],
)
def test_night_window_when_the_clock_changes(opens_at: str, closes_at: str, hours: int) -> None:
    found = opening([daily("22:00", "06:00")], ZONE, local(opens_at))

    assert found == Opening(open=True, closes_at=local(closes_at))
    assert local(closes_at) - local(opens_at) == timedelta(hours=hours)


def test_opening_in_the_hour_that_is_skipped_comes_after_it() -> None:
    found = opening([daily("02:30", "05:00")], ZONE, utc("2026-03-29T00:59"))

    assert found == Opening(open=False, opens_at=utc("2026-03-29T01:30"))


def test_opening_in_the_hour_that_comes_twice_is_the_first() -> None:
    found = opening([daily("02:30", "05:00")], ZONE, utc("2026-10-25T00:00"))

    assert found == Opening(open=False, opens_at=utc("2026-10-25T00:30"))


def test_closing_in_the_hour_that_comes_twice_is_the_last() -> None:
    found = opening([daily("00:30", "02:30")], ZONE, utc("2026-10-25T00:45"))

    assert found == Opening(open=True, closes_at=utc("2026-10-25T01:30"))


def test_windows_that_touch_or_overlap_close_once() -> None:
    hours = [daily("09:00", "12:00"), daily("12:00", "15:00"), daily("14:00", "17:00")]

    assert opening(hours, ZONE, local("2026-01-05T10:00")).closes_at == local("2026-01-05T17:00")


@pytest.mark.parametrize("now", ["2026-01-05T00:00", "2026-03-29T01:59", "2026-10-25T02:30", "2026-12-31T23:59:59"])
def test_whole_days_never_close(now: str) -> None:
    assert opening([daily("00:00", "00:00")], ZONE, local(now)) == Opening(open=True)


def test_whole_days_but_sunday_close_saturday_midnight() -> None:
    found = opening([daily("00:00", "00:00", DAYS[:6])], ZONE, local("2026-01-05T12:00"))

    assert found == Opening(open=True, closes_at=local("2026-01-11T00:00"))


def test_hours_of_the_settings_fit() -> None:
    hours = settings.Hours(days=("mon",), opens=time(9), closes=time(17))

    assert opening([hours], ZONE, local("2026-01-05T10:00")).open


@given(
    windows=st.lists(
        st.builds(
            Window,
            st.lists(st.sampled_from(DAYS), min_size=1, max_size=7, unique=True).map(tuple),
            st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
            st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
        ),
        min_size=1,
        max_size=3,
    ),
    now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - UTC is added
)
def test_opening_told_is_what_comes(windows: list[Window], now: datetime) -> None:
    moment = timedelta(seconds=1)
    found = opening(windows, ZONE, now)

    if found.open:
        assert found.opens_at is None
        if found.closes_at is not None:
            assert found.closes_at > now
            assert opening(windows, ZONE, max(found.closes_at - moment, now)).open
            assert not opening(windows, ZONE, found.closes_at).open
    else:
        assert found.closes_at is None
        assert found.opens_at is not None
        assert found.opens_at > now
        assert not opening(windows, ZONE, max(found.opens_at - moment, now)).open
        assert opening(windows, ZONE, found.opens_at).open
