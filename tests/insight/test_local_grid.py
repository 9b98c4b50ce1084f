"""Quarters of UTC by the local clock, in the nights it changes too."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from luisterlijn.insight.local_grid import grid, number, places, weekday
from luisterlijn.volunteer.template import day_begins
from tests.pasts import series_of

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LONG, SHORT = date(2026, 10, 25), date(2026, 3, 29)


@pytest.mark.parametrize(
    "zone", ["Europe/Amsterdam", "UTC", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe"]
)
def test_places_are_those_the_wall_clock_shows(zone: str) -> None:
    begin, there = datetime(2026, 1, 1, 5, 45, tzinfo=UTC), ZoneInfo(zone)
    days, columns = places(begin, 96 * 365, there)
    walls = [(begin + timedelta(minutes=15 * one)).astimezone(there) for one in range(96 * 365)]
    assert days.tolist() == [number(wall.date()) for wall in walls]
    assert columns.tolist() == [wall.hour * 4 + wall.minute // 15 for wall in walls]


def test_weekday_counts_from_monday() -> None:
    assert weekday(np.array([number(date(2026, 3, 2)), number(SHORT)])).tolist() == [0, 6]


def test_grid_of_a_day_of_100_quarters_holds_the_mean_of_the_hour_that_comes_twice() -> None:
    found = grid(series_of(range(100), day_begins(LONG, AMSTERDAM)), AMSTERDAM)
    assert (found.first, found.cells.shape) == (number(LONG), (1, 96))
    assert found.cells[0, 7:13].tolist() == [7, 10, 11, 12, 13, 16]


def test_grid_of_a_day_of_92_quarters_knows_nothing_of_the_hour_left_out() -> None:
    found = grid(series_of(range(92), day_begins(SHORT, AMSTERDAM)), AMSTERDAM)
    assert found.cells[0, [7, 12, 95]].tolist() == [7, 8, 91]
    assert np.flatnonzero(np.isnan(found.cells[0])).tolist() == [8, 9, 10, 11]


def test_grid_begins_with_the_first_day_known() -> None:
    known = [False] * 96 + [True] * 2 + [False] * 94
    found = grid(series_of([1] * 192, datetime(2026, 3, 2, tzinfo=UTC), known), ZoneInfo("UTC"))
    assert found.days.tolist() == [number(date(2026, 3, 3))]
    assert np.nansum(found.cells) == 2


def test_grid_of_nothing_known_is_empty() -> None:
    assert grid(series_of([1, 2], known=[False, False]), AMSTERDAM).cells.shape == (0, 96)
