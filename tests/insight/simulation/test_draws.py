"""The dice: who calls does not depend on who is there to listen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from luisterlijn.insight.simulation.draws import ContactDraws, Turn, arrivals, turns
from luisterlijn.insight.simulation.length import Exponential, Fixed
from luisterlijn.insight.simulation.scenario import Behaviour, Demand
from tests.insight.simulation.small import MINUTES, START, habits, on, people, recorded, steady

BUSY = steady(60, people(3), hours=8)


def test_arrivals_of_a_seed_and_day_are_always_the_same() -> None:
    assert arrivals(BUSY, 1, 0) == arrivals(BUSY, 1, 0)
    assert arrivals(BUSY, 1, 0) != arrivals(BUSY, 1, 1)
    assert arrivals(BUSY, 1, 0) != arrivals(BUSY, 2, 0)


def test_arrivals_do_not_change_with_the_rota_and_its_habits() -> None:
    other = replace(BUSY, people=people(9, 2), habits=habits(show_rate=0.5, decline_share=0.3))
    assert arrivals(other, 1, 0) == arrivals(BUSY, 1, 0)


def test_arrivals_come_in_order_and_within_the_day() -> None:
    found = arrivals(BUSY, 3, 4)
    assert [one.at_ms for one in found] == sorted(one.at_ms for one in found)
    assert [one.number for one in found] == list(range(len(found)))
    assert found[0].at_ms >= 0 and found[-1].at_ms < 8 * 3_600_000  # noqa: PT018 - both ends


def test_arrivals_are_as_many_as_expected() -> None:
    counts = [len(arrivals(BUSY, 1, day)) for day in range(200)]
    assert np.mean(counts) == pytest.approx(480, abs=3 * np.sqrt(480 / 200))
    assert np.var(counts) == pytest.approx(480, rel=0.35)


def test_campaign_multiplies_what_is_expected() -> None:
    counts = [len(arrivals(replace(BUSY, campaign=1.5), 1, day)) for day in range(200)]
    assert np.mean(counts) == pytest.approx(720, abs=3 * np.sqrt(720 / 200))


def test_gamma_shape_makes_whole_days_busy_or_quiet() -> None:
    demand = Demand(np.full(32, 15.0), np.full(32, 10.0))
    days = [arrivals(replace(BUSY, demand={"phone": demand}), 1, day) for day in range(300)]
    counts = np.array([len(day) for day in days])
    mornings = np.array([sum(one.at_ms < 4 * 3_600_000 for one in day) for day in days])
    assert counts.mean() == pytest.approx(480, rel=0.05)
    assert counts.var() == pytest.approx(480 + 480**2 / 10, rel=0.25)  # gamma-Poisson
    assert np.corrcoef(mornings, counts - mornings)[0, 1] > 0.8


def test_gamma_shape_that_is_endless_is_no_factor() -> None:
    endless = Demand(np.full(32, 15.0), np.full(32, np.inf))
    assert arrivals(replace(BUSY, demand={"phone": endless}), 1, 0) == arrivals(BUSY, 1, 0)


def test_recorded_day_is_played_as_it_was() -> None:
    found = arrivals(recorded([7.25, 3.5, 900], people(1)), 9, 9)
    assert [(one.at_ms, one.number) for one in found] == [(3500, 0), (7250, 1), (900_000, 2)]


def test_recorded_day_with_a_campaign_has_more_in_the_same_quarters() -> None:
    found = arrivals(recorded([100.0] * 400, people(1), campaign=1.6), 1, 0)
    assert len(found) == pytest.approx(640, abs=40)
    assert all(one.at_ms < 900_000 for one in found)


def test_draws_of_a_contact_do_not_depend_on_others() -> None:
    one = ContactDraws.of(BUSY, (1, 0, "phone", 5, 0))
    ContactDraws.of(BUSY, (1, 0, "phone", 4, 0)).answer(BUSY.habits)
    again = ContactDraws.of(BUSY, (1, 0, "phone", 5, 0))
    assert (one.talk_s, one.patience_s) == (again.talk_s, again.patience_s)
    assert one.talk_s != ContactDraws.of(BUSY, (1, 0, "phone", 5, 1)).talk_s


def test_draws_with_longer_handle_times_are_those_of_the_same_callers() -> None:
    one = ContactDraws.of(BUSY, (1, 0, "phone", 5, 0))
    longer = ContactDraws.of(replace(BUSY, handle=2.0), (1, 0, "phone", 5, 0))
    assert (longer.talk_s, longer.patience_s) == (2 * one.talk_s, one.patience_s)


def test_wrapup_is_its_share_of_the_handle_time() -> None:
    scenario = replace(BUSY, behaviour={"phone": Behaviour(Fixed(1000), wrapup_share=0.25)})
    draws = ContactDraws.of(scenario, (1, 0, "phone", 0, 0))
    assert (draws.talk_s, draws.wrapup_s) == (750, 250)


def test_shares_of_callers_are_met() -> None:
    behaviour = replace(MINUTES, redial_share=0.4, heavy_share=0.1, redial_after=Exponential(60))
    scenario = replace(BUSY, behaviour={"phone": behaviour}, habits=habits(decline_share=0.2))
    found = [ContactDraws.of(scenario, (1, 0, "phone", number, 0)) for number in range(4000)]
    assert np.mean([one.redials_after_s is not None for one in found]) == pytest.approx(0.4, abs=0.025)
    assert np.mean([one.heavy for one in found]) == pytest.approx(0.1, abs=0.015)
    assert np.mean([not one.answer(scenario.habits)[0] for one in found]) == pytest.approx(0.2, abs=0.02)


def test_turns_of_a_person_do_not_depend_on_the_others() -> None:
    some = replace(BUSY, habits=habits(show_rate=0.6, late=Exponential(300), break_share=0.5))
    more = replace(some, people=(on("mara", 2), *people(9)))
    person = on("mara", 4)
    assert [turns(some, person, 1, day) for day in range(20)] == [turns(more, person, 1, day) for day in range(20)]


def test_turns_meet_the_show_rate_and_are_late_as_said() -> None:
    some = replace(BUSY, habits=habits(show_rate=0.8, late=Exponential(300)))
    found = [turns(some, on(f"v{number}", 4), 1, day)[0] for number in range(40) for day in range(50)]
    late = [one.comes_ms / 1000 for one in found if one.comes_ms is not None]
    assert len(late) / 2000 == pytest.approx(0.8, abs=0.03)
    assert np.mean(late) == pytest.approx(300, rel=0.1)


def test_break_is_due_in_the_middle_third_of_a_duty() -> None:
    some = replace(BUSY, habits=habits(break_share=1.0))
    due = [turns(some, on(f"v{number}", 3, after=1), 1, 0)[0].break_ms for number in range(200)]
    assert all(one is not None and 2 * 3_600_000 <= one <= 3 * 3_600_000 for one in due)
    assert turns(some, on("v0", 3, takes_breaks=False), 1, 0)[0].break_ms is None


def test_duty_that_began_the_day_before_is_come_to_at_once() -> None:
    person = on("night", 8, after=-3)
    assert turns(BUSY, person, 1, 0) == [Turn(person.duties[0], 0, None)]
    assert person.duties[0].begins == START - timedelta(hours=3)


def test_duty_that_is_over_before_the_day_is_none() -> None:
    assert turns(BUSY, on("early", 3, after=-3), 1, 0) == []
