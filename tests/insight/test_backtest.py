"""The forecast judged by what came: its error, its floor, its band; other methods beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from scipy.stats import poisson

from luisterlijn.insight.backtest import Backtest, Method, backtest
from luisterlijn.insight.forecast import Forecast
from luisterlijn.insight.series import Series, quarters
from tests.pasts import MONDAY, series_of

UTC_ZONE = ZoneInfo("UTC")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def always(mean: float, shape: float = np.inf) -> Method:
    """A method that says the same of every quarter."""

    def method(past: Series, begin: datetime, end: datetime, *_: object) -> Forecast:
        count = quarters(begin, end)
        return Forecast(past.channel, begin, np.full(count, mean), np.full(count, shape), 8.0)

    return method


def test_backtest_of_a_past_that_repeats_is_without_error() -> None:
    found = backtest(series_of([7] * 96 * 84), UTC_ZONE, {}, [])
    assert (found.channel, found.origins, found.days, found.attempts) == ("phone", 3, 14, 3 * 14 * 96 * 7)
    assert (found.wape, found.wape_hours, found.bias, found.coverage) == (0, 0, 0, 1)


def test_error_and_bias_are_shares_of_what_came() -> None:
    came = series_of([8, 12] * 48 * 84)
    found = backtest(came, UTC_ZONE, {}, [], method=always(11))
    assert (found.wape, found.wape_hours, found.bias) == pytest.approx(((3 + 1) / 20, 0.1, 0.1))


@pytest.mark.parametrize(("mean", "floor"), [(1, 0.74), (5, 0.35), (10, 0.25), (20, 0.18), (100, 0.08)])
def test_floor_is_what_poisson_counts_stray_by(mean: int, floor: float) -> None:
    found = backtest(series_of([mean] * 96 * 70), UTC_ZONE, {}, [], method=always(mean))
    assert found.floor == pytest.approx(floor, abs=0.005)
    counts = np.arange(2000)
    assert found.floor_hours == pytest.approx((poisson.pmf(counts, 4 * mean) * abs(counts / (4 * mean) - 1)).sum())


def test_no_forecast_of_poisson_counts_gets_below_the_floor_and_the_true_one_is_at_it() -> None:
    came = series_of(np.random.default_rng(1).poisson(6.3, 96 * 140))
    found = backtest(came, UTC_ZONE, {}, [], method=always(6.3))
    assert found.wape == pytest.approx(found.floor, rel=0.01)
    assert found.coverage == pytest.approx(found.expected_coverage, abs=0.01)
    assert found.expected_coverage == pytest.approx(poisson.cdf(10, 6.3) - poisson.cdf(2, 6.3))
    ours = backtest(came, UTC_ZONE, {}, []).wape
    assert ours is not None
    assert found.floor is not None
    assert found.floor < ours < 1.1 * found.floor


def test_band_that_is_too_narrow_covers_less_than_it_should() -> None:
    dice = np.random.default_rng(1)
    came = series_of(dice.poisson(40 * dice.gamma(5, 0.2, 96 * 84)))
    narrow, right = (backtest(came, UTC_ZONE, {}, [], method=always(40, shape)) for shape in (np.inf, 5.0))
    assert narrow.coverage == pytest.approx(0.35, abs=0.05)
    assert right.coverage == pytest.approx(0.81, abs=0.02)


def test_quarters_of_which_nothing_is_known_are_not_judged() -> None:
    known = np.arange(96 * 71) % 2 == 0
    found = backtest(series_of(np.where(known, 6, 1000), known=known), UTC_ZONE, {}, [], method=always(6))
    assert (found.wape, found.wape_hours, found.attempts) == (0, 0, 14 * 48 * 6)


@pytest.mark.parametrize("days", [0, 30, 69])
def test_too_short_a_past_is_not_judged(days: int) -> None:
    assert backtest(series_of([3] * 96 * days), UTC_ZONE, {}, []) == Backtest("phone", 0, 14, 0)


def test_origins_begin_local_days_also_after_the_clock_changed() -> None:
    begins: list[datetime] = []

    def method(past: Series, begin: datetime, end: datetime, *_: object) -> Forecast:
        assert past.ends_at == begin
        begins.append(begin)
        return always(1)(past, begin, end, AMSTERDAM, {}, [])

    first = MONDAY - timedelta(hours=1)
    backtest(series_of([1] * 96 * 42, first), AMSTERDAM, {}, [], days=7, least=21, method=method)
    days = [(3, 22, 23), (3, 29, 22), (4, 5, 22)]
    assert begins == [datetime(2026, *one, tzinfo=UTC) for one in days]


@pytest.mark.parametrize("name", ["days", "every", "least"])
def test_backtest_of_no_days_is_refused(name: str) -> None:
    odd: Any = {name: 0}
    with pytest.raises(ValueError, match=f"{name}: is 0; give at least 1 day"):
        backtest(series_of([1]), UTC_ZONE, {}, [], **odd)
