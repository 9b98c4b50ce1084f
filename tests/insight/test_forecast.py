"""Forecasts of pasts whose future is known, over clock changes, holidays and campaigns, and from little or nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luisterlijn.insight.effects import Campaign
from luisterlijn.insight.forecast import CAMPAIGN_DOUBT, HOLIDAY_SPREAD, Forecast, effects, forecast
from luisterlijn.insight.local_grid import places
from luisterlijn.insight.series import Counts, Series, quarters
from luisterlijn.insight.weekly_profile import WIDE
from luisterlijn.volunteer.template import DAY, day_begins
from tests.pasts import series_of

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LONG, SHORT = date(2026, 10, 25), date(2026, 3, 29)
TV = Campaign("TV", date(2026, 5, 4), date(2026, 5, 10), 1.5)


def by_wall(begin: date, end: date) -> Series:
    """What comes depends on the wall clock alone: a hundred more each column, ten more each weekday."""
    first, last = day_begins(begin, AMSTERDAM), day_begins(end, AMSTERDAM)
    days, columns = places(first, quarters(first, last), AMSTERDAM)
    return series_of(100 * columns + 10 * ((days + 3) % 7), first)


def ahead(past: Series, days: int = 7, *campaigns: Campaign, **holidays: str) -> Forecast:
    """The forecast of the local days after a past; holidays by `m05d04="name"`."""
    named = {date(2026, int(day[1:3]), int(day[4:6])): name for day, name in holidays.items()}
    end = day_begins(past.ends_at.astimezone(AMSTERDAM).date() + days * DAY, AMSTERDAM)
    return forecast(past, past.ends_at, end, AMSTERDAM, named, campaigns)


@pytest.mark.parametrize(("day", "quarters_of_it"), [(SHORT, 92), (LONG, 100), (date(2026, 7, 1), 96)])
def test_forecast_follows_the_wall_clock_on_every_kind_of_day(day: date, quarters_of_it: int) -> None:
    found = ahead(by_wall(day - 70 * DAY, day), 1)
    assert len(found.mean) == quarters_of_it
    assert found.mean.tolist() == by_wall(day, day + DAY).attempts.tolist()


@pytest.mark.parametrize("changed", [SHORT, LONG])
def test_night_the_clock_changed_in_the_past_moves_nothing(changed: date) -> None:
    end = changed + 28 * DAY
    assert ahead(by_wall(changed - 28 * DAY, end)).mean.tolist() == by_wall(end, end + 7 * DAY).attempts.tolist()


def constant(count: int, begin: date, end: date) -> Series:
    first = day_begins(begin, AMSTERDAM)
    return series_of(np.full(quarters(first, day_begins(end, AMSTERDAM)), count), first)


def test_no_history_says_that_nothing_is_known_not_that_nobody_comes() -> None:
    begin = day_begins(date(2026, 5, 4), AMSTERDAM)
    unknown = series_of([5, 5], begin - timedelta(minutes=30), known=[False, False])
    found = forecast(unknown, begin, begin + timedelta(hours=1), AMSTERDAM, {}, [])
    assert found.weeks == 0
    assert np.isnan([*found.mean, *found.quantile(0.9)]).all()


@pytest.mark.parametrize(("days", "weeks", "spread"), [(7, 1, WIDE), (21, 3, WIDE / 9)])
def test_little_history_is_used_with_doubt(days: int, weeks: int, spread: float) -> None:
    end = date(2026, 5, 4)
    found = ahead(constant(20, end - days * DAY, end))
    assert (found.weeks, found.mean.tolist()) == (weeks, [20] * 96 * 7)
    assert found.shape == pytest.approx(1 / spread)


def test_what_came_after_the_beginning_is_not_looked_at() -> None:
    past = constant(20, date(2026, 2, 2), date(2026, 6, 1))
    past.attempts[96 * 80 :] = 900
    begin = past.starts_at + 96 * 70 * timedelta(minutes=15)
    assert set(forecast(past, begin, begin + timedelta(days=3), AMSTERDAM, {}, []).mean) == {20}


def test_beginning_before_all_history_knows_nothing() -> None:
    past = constant(20, date(2026, 2, 2), date(2026, 6, 1))
    found = forecast(past, past.starts_at - timedelta(days=9), past.starts_at, AMSTERDAM, {}, [])
    assert (found.weeks, len(found.mean)) == (0, 9 * 96)


def test_campaign_ahead_multiplies_and_adds_doubt() -> None:
    found = ahead(constant(40, date(2026, 2, 23), date(2026, 5, 4)), 8, TV)
    assert found.mean[[0, -97, -96, -1]] == pytest.approx([60, 60, 40, 40])
    doubt = (CAMPAIGN_DOUBT * 0.5 / 1.5) ** 2
    assert 1 / found.shape[[0, -1]] == pytest.approx([WIDE / 64 + doubt, WIDE / 64])


def test_campaign_of_the_other_channel_changes_nothing() -> None:
    other = Campaign("chat", TV.first_on, TV.last_on, 9, channel="chat")
    assert ahead(constant(40, date(2026, 2, 23), date(2026, 5, 4)), 7, other).mean.tolist() == [40] * 96 * 7


def test_campaign_of_the_past_is_scaled_out_by_what_it_did() -> None:
    past = constant(40, date(2026, 4, 6), date(2026, 5, 25))
    days, _ = places(past.starts_at, len(past), AMSTERDAM)
    past.attempts[np.isin(days, _numbers(TV))] = 120  # three times as many, and 1.5 was entered
    assert ahead(past, 7, TV).mean == pytest.approx([40] * 96 * 7)
    (effect,), _ = effects(past, AMSTERDAM, {}, [TV])
    assert effect.days == 7
    assert effect.factor == pytest.approx(3.0)


def _numbers(campaign: Campaign) -> Counts:
    first = campaign.first_on.toordinal() - date(1970, 1, 1).toordinal()
    return first + np.arange((campaign.last_on - campaign.first_on).days + 1)


def test_holiday_takes_its_own_effect_and_is_left_out_of_the_others() -> None:
    past = constant(40, date(2026, 2, 23), date(2026, 5, 4))
    days, _ = places(past.starts_at, len(past), AMSTERDAM)
    past.attempts[days == date(2026, 4, 27).toordinal() - date(1970, 1, 1).toordinal()] = 0
    found = ahead(past, 2, m04d27="Koningsdag", m05d04="Koningsdag", m05d05="Bevrijdingsdag")
    assert found.mean[[0, 96]] == pytest.approx([40 * 0.25, 40 * 0.5])
    assert 1 / found.shape[0] == pytest.approx(WIDE / 64 + HOLIDAY_SPREAD)
    assert ahead(past, 7, m04d27="Koningsdag").mean.tolist() == [40] * 96 * 7


def test_quantiles_hold_as_often_as_they_say() -> None:
    dice = np.random.default_rng(1)
    begin = day_begins(date(2026, 2, 2), AMSTERDAM)
    came = dice.poisson(30 * dice.gamma(20, 1 / 20, 96 * 63))
    past = series_of(came, begin)
    found = forecast(past, begin + timedelta(days=56), past.ends_at, AMSTERDAM, {}, [])
    judged = came[96 * 56 :]
    within = (judged >= found.quantile(0.1)) & (judged <= found.quantile(0.9))
    assert within.mean() == pytest.approx(0.84, abs=0.04)  # whole numbers: its ends belong to it


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.integers(0, 50) | st.none(), min_size=0, max_size=700),
    st.integers(-50, 4000),
    st.sampled_from(["Europe/Amsterdam", "UTC", "Asia/Kathmandu"]),
)
def test_any_past_makes_a_forecast_without_nonsense(came: list[int | None], later: int, zone: str) -> None:
    begin = datetime(2026, 3, 27, 22, 45, tzinfo=UTC)
    past = series_of([one or 0 for one in came], begin, [one is not None for one in came])
    start = begin + later * timedelta(minutes=15)
    found = forecast(past, start, start + timedelta(days=2), ZoneInfo(zone), {date(2026, 3, 29): "x"}, [TV])
    assert len(found.mean) == 192
    assert (found.shape > 0).all()
    assert ((found.mean >= 0) & np.isfinite(found.mean)).all() == (found.weeks > 0)
    assert (found.quantile(0.1) <= found.quantile(0.9)).all() == (found.weeks > 0)
