"""Scenarios that make no sense are refused by the name of what is wrong."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest

from luisterlijn.facts import Channel
from luisterlijn.insight.simulation.draws import arrivals
from luisterlijn.insight.simulation.length import Exponential, Fixed
from luisterlijn.insight.simulation.scenario import Behaviour, Demand, Habits, Stint
from tests.insight.simulation.small import MINUTES, START, people, steady

DAY = steady(60, people(2), hours=1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"starts_at": datetime(2026, 12, 5, 8)}, "starts_at: "),  # noqa: DTZ001 - what is refused
        ({"quarters": 0}, "quarters: is 0"),
        ({"campaign": 0.0}, "campaign: is 0.0"),
        ({"campaign": float("inf")}, "campaign: is inf"),
        ({"handle": -1.0}, "handle: is -1.0"),
        ({"people": (*people(1), *people(1))}, "people: somebody is there more than once"),
        ({"behaviour": {}}, "behaviour: has nothing for phone"),
        ({"demand": {"phone": Demand(np.zeros(3))}}, "demand: phone expects"),
        ({"demand": {"phone": Demand(np.array([1, 1, np.nan, 1.0]))}}, "demand: phone expects something below 0"),
        ({"demand": {"phone": Demand(np.array([1, 1, -1, 1.0]))}}, "demand: phone expects something below 0"),
        ({"demand": {"phone": Demand(np.ones(4), np.zeros(4))}}, "demand: shape of phone"),
        ({"demand": {"phone": Demand(np.ones(4), open=np.ones(3, bool))}}, "demand: phone is open in"),
        ({"demand": {"phone": Demand(instants=np.array([3600.0]))}}, "demand: phone has instants outside"),
    ],
)
def test_scenario_names_what_is_wrong(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=f"^{said}"):
        replace(DAY, **change)


@pytest.mark.parametrize("name", ["wrapup_share", "redial_share", "heavy_share"])
def test_behaviour_takes_shares_from_0_to_1(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name}: is 1.5"):
        Behaviour(Fixed(1), **{name: 1.5})  # type: ignore[arg-type]


def test_second_chat_is_never_faster() -> None:
    with pytest.raises(ValueError, match=r"^second_slows: is 0.9"):
        Behaviour(Fixed(1), second_slows=0.9)


@pytest.mark.parametrize("name", ["show_rate", "break_share", "decline_share"])
def test_habits_take_shares_from_0_to_1(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name}: is -0.1"):
        Habits(**{name: -0.1})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("begins", "ends", "channels"),
    [(START, START, ("phone",)), (START, START + timedelta(1), ()), (datetime(2026, 1, 1), START, ("phone",))],  # noqa: DTZ001 - what is refused
)
def test_stint_that_is_none_is_refused(begins: datetime, ends: datetime, channels: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match=r"^duties: "):
        Stint(begins, ends, channels)


def test_fit_is_the_long_handle_time_of_all_contacts_together() -> None:
    assert DAY.fit.total_seconds() == pytest.approx(Exponential(360).at(0.8), rel=0.01)
    demand: dict[Channel, Demand] = {"phone": Demand(np.full(4, 90.0)), "chat": Demand(np.full(4, 10.0))}
    mixed = replace(DAY, demand=demand, behaviour={"phone": MINUTES, "chat": Behaviour(Fixed(7200))})
    # a tenth of the contacts are the longest: the 80th percentile is the 8/9 quantile of the others
    assert mixed.fit.total_seconds() == pytest.approx(Exponential(360).at(8 / 9), rel=0.02)
    assert replace(mixed, handle=2.0).fit.total_seconds() == pytest.approx(2 * mixed.fit.total_seconds())


def test_people_of_several_duties_take_all_their_channels() -> None:
    one, other = people(1, 2, "phone")[0], people(1, 2, "chat")[0]
    assert replace(one, duties=(*one.duties, *other.duties)).channels == ("chat", "phone")


def test_scenario_may_be_handed_to_another_process() -> None:
    there = pickle.loads(pickle.dumps(DAY))  # noqa: S301 - our own
    assert arrivals(there, 1, 0) == arrivals(DAY, 1, 0)
    assert (there.starts_at, there.people, there.timing) == (DAY.starts_at, DAY.people, DAY.timing)
