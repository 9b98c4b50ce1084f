"""A scenario from what a line knows of itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from luisterlijn import settings as settings_module
from luisterlijn.contact.routing import Wish
from luisterlijn.insight.simulation.length import Lognormal, Samples
from luisterlijn.insight.simulation.of_line import behaviour_of, demand_of, people_of, quarters_of, scenario_of
from luisterlijn.insight.simulation.scenario import Scenario
from luisterlijn.insight.spread import Spread
from luisterlijn.volunteer.coverage import Duty
from luisterlijn.volunteer.profile import Profile

SETTINGS = settings_module.load(environment={})
ZONE = ZoneInfo("Europe/Amsterdam")
NINE = datetime(2026, 12, 5, 9, tzinfo=UTC)
PHONE = behaviour_of("phone", language="nl", handle_s=600, patience_s=240)


def of(day: date, mean: float = 2.0) -> Scenario:
    count = quarters_of(day, ZONE)
    demand = demand_of(np.full(count, mean), np.full(count, np.inf), 1.0)
    return scenario_of(SETTINGS, day, {"phone": demand}, {"phone": PHONE}, ())


@pytest.mark.parametrize(
    ("day", "quarters", "begins"),
    [
        (date(2026, 12, 5), 96, datetime(2026, 12, 4, 23, tzinfo=UTC)),
        (date(2026, 3, 29), 92, datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (date(2026, 10, 25), 100, datetime(2026, 10, 24, 22, tzinfo=UTC)),
    ],
)
def test_scenario_is_a_local_day(day: date, quarters: int, begins: datetime) -> None:
    scenario = of(day)
    assert (scenario.quarters, scenario.starts_at) == (quarters, begins)
    assert scenario.ends_at - begins == quarters * timedelta(minutes=15)


def test_scenario_goes_by_the_settings_of_the_line() -> None:
    scenario = of(date(2026, 12, 5))
    assert (scenario.timing, scenario.limits, scenario.rota) == (SETTINGS.timing, SETTINGS.limits, SETTINGS.rota)
    assert scenario.target.within == SETTINGS.target.within


def test_scenario_without_a_forecast_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^demand: phone expects something below 0, or no number"):
        of(date(2026, 12, 5), float("nan"))


def test_demand_leaves_out_redials_as_they_are_played() -> None:
    demand = demand_of(np.array([10.0, 4.0]), np.array([5.0, np.inf]), 0.8, np.array([True, False]))
    assert demand.expected.tolist() == [8.0, 3.2]
    assert (demand.open_at(0), demand.open_at(900_000)) == (True, False)


def test_behaviour_without_measured_handle_times_has_their_mean() -> None:
    assert PHONE.handle == Lognormal.of(600, 480)
    assert behaviour_of("phone", language="nl", handle_s=600, patience_s=240, handles=Spread()).handle == PHONE.handle
    assert PHONE.wishes == (Wish("phone", "nl"),)


def test_behaviour_with_measured_handle_times_has_these() -> None:
    measured = Spread.of([100.0] * 60 + [1000.0] * 40)
    handle = behaviour_of("phone", language="nl", handle_s=1, patience_s=240, handles=measured).handle
    assert isinstance(handle, Samples)
    assert np.mean(handle.values) == pytest.approx(measured.mean_s, rel=0.01)


def test_people_have_all_their_duties_and_what_their_profile_says() -> None:
    duties = [
        Duty("b", NINE, NINE + timedelta(hours=2), ("phone",)),
        Duty("a", NINE, NINE + timedelta(hours=1), ("chat",)),
    ]
    duties += [Duty("b", NINE + timedelta(hours=5), NINE + timedelta(hours=6), ("chat", "phone"))]
    bea = Profile(
        id="b", line="demo", name="Bea", email="b@x.example", role="volunteer", languages=("en",), may_take_two=True
    )
    first, second = people_of(duties, {"b": bea}, SETTINGS)
    assert (first.id, first.languages, first.two_chats) == ("a", SETTINGS.line.languages, False)
    assert (second.id, second.languages, second.two_chats, len(second.duties)) == ("b", ("en",), True, 2)
    assert second.channels == ("chat", "phone")
