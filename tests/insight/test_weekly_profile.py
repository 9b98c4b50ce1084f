"""An ordinary week found again in noise; small counts, sharp edges and few weeks."""

from __future__ import annotations

import numpy as np
import pytest

from luisterlijn.insight.local_grid import COLUMNS, WEEK
from luisterlijn.insight.series import Counts, Numbers
from luisterlijn.insight.weekly_profile import WIDE, profile

MONDAY = 4  # 5 January 1970


def weeks_of(rates: Numbers, weeks: int, spread: float = 0.0, seed: int = 1) -> tuple[Counts, Numbers]:
    """Weeks of gamma-Poisson counts around these rates, shape (7, COLUMNS)."""
    dice = np.random.default_rng(seed)
    means = np.tile(rates, (weeks, 1))
    means = means * dice.gamma(1 / spread, spread, means.shape) if spread else means
    return MONDAY + np.arange(weeks * WEEK), dice.poisson(means).astype(np.float64)


def flat(rate: float) -> Numbers:
    return np.full((WEEK, COLUMNS), rate)


def test_profile_is_the_median_of_the_last_eight_of_each_weekday() -> None:
    cells = np.repeat(np.arange(70.0)[:, None] + 100, COLUMNS, axis=1)
    found = profile(MONDAY + np.arange(70), cells)
    assert found.means[:, 0].tolist() == [100 + day + 7 * 5.5 for day in range(7)]
    assert (found.weeks, (found.means == found.means[:, :1]).all()) == (8, True)


def test_one_day_unlike_all_others_changes_nothing() -> None:
    days, cells = MONDAY + np.arange(56), np.full((56, COLUMNS), 50.0)
    cells[20] = 5000
    assert (profile(days, cells).means == 50).all()


@pytest.mark.parametrize("rate", [0.05, 0.3, 1.0, 3.0])
def test_small_counts_are_neither_lost_nor_made_up(rate: float) -> None:
    totals = [profile(*weeks_of(flat(rate), 8, seed=seed)).means.mean() for seed in range(10)]
    assert np.mean(totals) == pytest.approx(rate, rel=0.06)


def test_quarters_before_the_line_opens_stay_empty() -> None:
    rates = flat(2.0)
    rates[:, :28] = 0
    found = profile(*weeks_of(rates, 8))
    assert found.means[:, :28].max() == 0
    assert found.means[:, 28:34].mean() == pytest.approx(2.0, rel=0.15)


def test_sharp_rise_is_not_smoothed_away() -> None:
    rates = flat(1.0)
    rates[:, 40:] = 40
    found = profile(*weeks_of(rates, 8))
    assert found.means[:, 39].mean() == pytest.approx(1.0, abs=0.5)
    assert found.means[:, 40].mean() == pytest.approx(40, rel=0.1)


@pytest.mark.parametrize("spread", [0.01, 0.04, 0.16])
def test_spread_is_found_again_and_widened_for_eight_weeks(spread: float) -> None:
    found = profile(*weeks_of(flat(60.0), 8, spread))
    assert found.spread == pytest.approx(spread * (1 + np.pi / 16) + np.pi / 16 / 60, rel=0.15)


def test_days_without_any_spread_have_the_least_there_is() -> None:
    assert profile(MONDAY + np.arange(56), np.full((56, COLUMNS), 50.0)).spread == WIDE / 64


@pytest.mark.parametrize(("weeks", "least"), [(1, WIDE), (2, WIDE / 4)])
def test_few_weeks_are_told_with_doubt(weeks: int, least: float) -> None:
    found = profile(*weeks_of(flat(60.0), weeks))
    assert (found.weeks, found.spread >= least) == (weeks, True)


def test_one_week_lets_all_weekdays_speak() -> None:
    cells = np.full((7, COLUMNS), 30.0)
    cells[0] = 60
    found = profile(MONDAY + np.arange(7), cells)
    assert found.means[:2, 0].tolist() == pytest.approx([60 / 3 + 30 * 2 / 3, 30])


def test_three_days_tell_of_the_whole_week() -> None:
    found = profile(MONDAY + np.arange(3), np.full((3, COLUMNS), 30.0))
    assert found.means == pytest.approx(np.full((7, COLUMNS), 30.0))
    assert found.weeks == pytest.approx(3 / 7)


def test_weekday_never_counted_in_weeks_is_closed() -> None:
    cells = np.full((56, COLUMNS), 30.0)
    cells[5::7] = cells[6::7] = np.nan
    assert profile(MONDAY + np.arange(56), cells).means[:, 0].tolist() == [30] * 5 + [0] * 2


def test_no_days_make_no_weeks() -> None:
    found = profile(np.array([], np.int64), np.empty((0, COLUMNS)))
    assert (found.weeks, found.means.shape) == (0, (7, COLUMNS))
