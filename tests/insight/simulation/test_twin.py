"""A day on the real Functions: always the same day, in the right order, to its end."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from luisterlijn.contact.routing import Wish
from luisterlijn.facts import Channel
from luisterlijn.insight.simulation.example import ZONE
from luisterlijn.insight.simulation.length import Fixed
from luisterlijn.insight.simulation.scenario import Behaviour, Demand
from luisterlijn.insight.simulation.twin import StoppedError, Twin
from luisterlijn.live.driven import DrivenLine, Happened
from luisterlijn.settings import Limits, Timing
from tests.insight.simulation.small import (
    MINUTES,
    habits,
    of_kind,
    on,
    people,
    plain,
    played,
    recorded,
    seconds_at,
    steady,
)

LIVELY = replace(
    steady(60, people(6), behaviour=replace(MINUTES, wrapup_share=0.1, redial_share=0.5, heavy_share=0.1), hours=3),
    timing=Timing(),
    habits=habits(show_rate=0.9, late=Fixed(60), break_share=0.5, answer=Fixed(5), decline_share=0.1),
)


def test_same_seed_is_the_same_day_fact_for_fact(twin_line: DrivenLine) -> None:
    once, again = played(twin_line, LIVELY), played(twin_line, LIVELY)
    assert len(once) > 1000
    assert plain(once) == plain(again)


@pytest.mark.parametrize(("seed", "day"), [(2, 0), (1, 1)])
def test_another_seed_or_day_is_another(twin_line: DrivenLine, seed: int, day: int) -> None:
    assert plain(played(twin_line, LIVELY, seed, day)) != plain(played(twin_line, LIVELY))


def test_another_rota_meets_the_same_callers(twin_line: DrivenLine) -> None:
    alone = replace(LIVELY, behaviour={"phone": replace(MINUTES, redial_share=0.0)})
    some, fewer = played(twin_line, alone), played(twin_line, replace(alone, people=people(2)))
    assert plain(of_kind(some, "contact.arrived")) == plain(of_kind(fewer, "contact.arrived"))
    assert len(of_kind(some, "offer.accepted")) > len(of_kind(fewer, "offer.accepted"))


def test_every_contact_comes_to_its_end(twin_line: DrivenLine) -> None:
    facts = played(twin_line, LIVELY)
    arrived = {one.fields["contact"] for one in of_kind(facts, "contact.arrived")}
    closed = [one.fields["contact"] for one in of_kind(facts, "contact.closed")]
    left = [one.fields["contact"] for one in of_kind(facts, "contact.abandoned")]
    assert (len(closed), len(left)) > (50, 5)
    assert sorted(arrived) == sorted([*closed, *left])


def overtaken(facts: Sequence[Happened]) -> tuple[int, list[tuple[str, str]]]:
    """Offers made while others waited in the lane, and of those: who was offered, before whom. Who was declined is left out."""
    waiting: dict[str, tuple[str, int]] = {}
    first: dict[str, tuple[str, int]] = {}
    offers, found = 0, []
    for one in facts:
        contact = one.fields.get("contact", "")
        match one.kind:
            case "contact.queued":
                waiting[contact] = first[contact] = one.fields["lanes"], int(one.fields["order_key"])
            case "contact.abandoned":
                waiting.pop(contact, None)
            case "offer.made":
                waiting.pop(contact, None)
                lane, key = first[contact]
                others = [(name, at) for name, (of, at) in waiting.items() if of == lane]
                offers += bool(others)
                found += [(contact, name) for name, at in others if at < key]
    return offers, found


def test_within_a_lane_the_first_in_order_is_served_first(twin_line: DrivenLine) -> None:
    wishes = (Wish("phone", "nl"), Wish("phone", "en"), Wish("phone", "nl", urgent=True))
    both = people(3, languages=("nl", "en"))
    who = (*both, on("nl", languages=("nl",)), on("en", languages=("en",)))
    scenario = steady(70, who, behaviour=replace(MINUTES, wishes=wishes))
    facts = played(twin_line, replace(scenario, habits=habits(decline_share=0.05)))
    offers, found = overtaken(facts)
    assert (offers > 50, found) == (True, [])
    swapped = [one for one in facts if one.kind != "contact.queued"]
    queued = of_kind(facts, "contact.queued")
    backwards = [replace(one, fields={**one.fields, "order_key": f"-{one.fields['order_key']}"}) for one in queued]
    assert overtaken(sorted([*backwards, *swapped], key=lambda one: one.at_ms))[1] != []  # it would have been seen


def test_rest_is_kept_by_routing(twin_line: DrivenLine) -> None:
    behaviour = Behaviour(Fixed(600), 0.0, Fixed(10_000), heavy_share=1.0)
    timing = Timing(rest=timedelta(seconds=60), rest_heavy=timedelta(seconds=900), heavy_window=timedelta(hours=1))
    facts = played(
        twin_line,
        recorded([0, 0, 0, 0], people(1), behaviour=behaviour, timing=timing, limits=Limits(heavy_budget=2), hours=6),
    )
    # the second heavy talk ends at 2100: the next may begin when the first leaves the window, an hour after its end at 600
    assert seconds_at(of_kind(facts, "offer.made")) == [0, 1500, 4200, 5700]


@pytest.mark.parametrize(("day", "quarters"), [((2026, 3, 29), 92), ((2026, 10, 25), 100)])
def test_day_on_which_the_clock_changes_is_as_long_as_it_is(
    twin_line: DrivenLine, day: tuple[int, int, int], quarters: int
) -> None:
    begins = datetime(*day, tzinfo=ZONE)
    demand: dict[Channel, Demand] = {"phone": Demand(np.full(quarters, 0.5))}
    scenario = replace(steady(1, (), hours=1), starts_at=begins, demand=demand, quarters=quarters)
    found = Twin(twin_line, scenario, 1, 0).day()
    assert len(found.by_hour) == quarters // 4
    assert found.uncovered_minutes["phone"] == quarters * 15


def test_day_that_is_stopped_is_given_up(twin_line: DrivenLine) -> None:
    stop = threading.Event()
    facts = Twin(twin_line, LIVELY, 1, 0, stop).facts()
    next(facts)
    stop.set()
    with pytest.raises(StoppedError):
        list(facts)
