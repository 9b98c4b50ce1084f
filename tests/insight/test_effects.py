"""What campaigns and holidays did, found again in days made up with known factors."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from luisterlijn.insight.effects import (
    Campaign,
    campaign_effects,
    compared,
    holiday_effects,
    median,
    multiplier,
    weight,
)
from luisterlijn.insight.local_grid import COLUMNS, Grid, number
from luisterlijn.insight.series import Counts

FIRST = date(2026, 1, 5)
TV = Campaign("TV", date(2026, 3, 3), date(2026, 3, 9), 1.6, fading_days=3)
NOBODY: Counts = np.array([], np.int64)


def days(first: date, count: int) -> Counts:
    return number(first) + np.arange(count)


def grid_of(*campaigns: Campaign, count: int = 100, holidays: dict[date, float] | None = None) -> Grid:
    """Days on which 960 times their weekday would come, and what these do beside."""
    numbers = days(FIRST, count)
    totals = (1 + np.arange(count) % 7) * multiplier(campaigns, numbers)
    for day, factor in (holidays or {}).items():
        totals[number(day) - numbers[0]] *= factor
    return Grid(int(numbers[0]), np.repeat(10 * totals[:, None], COLUMNS, axis=1))


def test_weight_is_whole_while_it_runs_and_then_fades_evenly() -> None:
    assert weight(TV, days(date(2026, 3, 2), 13)).tolist() == [0, *[1] * 7, 0.75, 0.5, 0.25, 0, 0]


def test_weight_without_fading_ends_at_once() -> None:
    short = Campaign("day", TV.first_on, TV.first_on, 2)
    assert weight(short, days(date(2026, 3, 2), 3)).tolist() == [0, 1, 0]


def test_multiplier_of_two_campaigns_at_once_is_their_product() -> None:
    other = Campaign("radio", date(2026, 3, 9), date(2026, 3, 9), 0.5)
    assert multiplier([TV, other], days(date(2026, 3, 8), 3)) == pytest.approx([1.6, 0.8, 1.45])


def test_campaign_effect_is_found_whatever_was_entered() -> None:
    entered = Campaign(TV.name, TV.first_on, TV.last_on, 3.0, TV.fading_days)
    (found,) = campaign_effects(compared(grid_of(TV), NOBODY, [entered]), NOBODY, [entered])
    assert (found.campaign, found.days) == (entered, 10)
    assert found.factor == pytest.approx(1.6)


def test_campaign_effect_leaves_out_what_another_was_said_to_do() -> None:
    other = Campaign("radio", date(2026, 3, 5), date(2026, 3, 6), 2.0)
    found = campaign_effects(compared(grid_of(TV, other), NOBODY, [TV, other]), NOBODY, [TV, other])
    assert [one.factor for one in found] == pytest.approx([1.6, 2.0])


def test_campaign_of_which_nothing_came_yet_has_no_effect_found() -> None:
    (found,) = campaign_effects(compared(grid_of(count=30), NOBODY, [TV]), NOBODY, [TV])
    assert (found.days, found.factor) == (0, None)


def test_campaign_that_ran_all_the_time_cannot_be_compared() -> None:
    long = Campaign("always", FIRST, FIRST + timedelta(days=300), 1.6)
    (found,) = campaign_effects(compared(grid_of(long), NOBODY, [long]), NOBODY, [long])
    assert (found.days, found.factor) == (0, None)


def test_campaign_effect_is_not_taken_from_a_holiday() -> None:
    quiet = {date(2026, 3, 4): 0.1}
    free = np.array([number(day) for day in quiet])
    (found,) = campaign_effects(compared(grid_of(TV, holidays=quiet), free, [TV]), free, [TV])
    assert found.days == 9
    assert found.factor == pytest.approx(1.6)


def test_holiday_effects_lie_between_nothing_and_what_was_seen() -> None:
    seen = {date(2026, 2, 4): 0.5, date(2026, 2, 25): 0.5, date(2026, 3, 18): 2.0}  # all of one weekday
    names = {number(day): "loud" if factor > 1 else "quiet" for day, factor in seen.items()}
    found = holiday_effects(compared(grid_of(holidays=seen), np.array(list(names)), []), names, [])
    together = (0.5 + 0.5 + 2.0 + 1) / 4
    assert found == pytest.approx({"": together, "quiet": (1 + together) / 3, "loud": (2 + together) / 2})


def test_holiday_nobody_comes_on_does_not_make_the_next_one_empty() -> None:
    closed = {date(2026, 2, 4): 0.0}
    names = {number(date(2026, 2, 4)): "closed"}
    found = holiday_effects(compared(grid_of(holidays=closed), np.array(list(names)), []), names, [])
    assert found == pytest.approx({"": 0.5, "closed": 0.25})


def test_holidays_never_seen_do_nothing() -> None:
    later = {number(date(2027, 1, 1)): "Nieuwjaarsdag"}
    assert holiday_effects(compared(grid_of(), np.array(list(later)), []), later, []) == {"": 1.0}


def test_holiday_within_a_campaign_teaches_nothing() -> None:
    names = {number(TV.first_on): "both"}
    free = np.array(list(names))
    assert holiday_effects(compared(grid_of(TV), free, [TV]), names, [TV]) == {"": 1.0}


def test_median_is_of_what_is_known() -> None:
    values = np.random.default_rng(1).random((5, 8, 3))
    values[values < 0.4] = np.nan
    values[0, :, 0] = np.nan
    found = median(values, axis=1)
    assert np.isnan(found[0, 0])
    values[0, :, 0] = found[0, 0] = 7
    assert found == pytest.approx(np.nanmedian(values, axis=1))
