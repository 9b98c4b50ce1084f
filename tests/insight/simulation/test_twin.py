"""A day on the real Functions: who is served when, and that it is always the same day."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from luisterlijn.contact.routing import Wish
from luisterlijn.facts import Channel
from luisterlijn.insight.simulation.example import ZONE, example
from luisterlijn.insight.simulation.length import Fixed
from luisterlijn.insight.simulation.scenario import Behaviour, Demand, Listener, Scenario, Stint
from luisterlijn.insight.simulation.twin import StoppedError, Twin
from luisterlijn.live.driven import DrivenLine, Happened
from luisterlijn.settings import Limits, Timing
from tests.insight.simulation.small import (
    MINUTES,
    START,
    habits,
    of_kind,
    on,
    people,
    plain,
    recorded,
    seconds_at,
    steady,
)

LIVELY = replace(
    steady(60, people(6), behaviour=replace(MINUTES, wrapup_share=0.1, redial_share=0.5, heavy_share=0.1), hours=3),
    timing=Timing(),
    habits=habits(show_rate=0.9, late=Fixed(60), break_share=0.5, answer=Fixed(5), decline_share=0.1),
)


def played(line: DrivenLine, scenario: Scenario, seed: int = 1, day: int = 0) -> list[Happened]:
    return list(Twin(line, scenario, seed, day).facts())


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


def test_caller_is_answered_talks_and_is_wrapped_up_on_time(twin_line: DrivenLine) -> None:
    behaviour = Behaviour(Fixed(1000), wrapup_share=0.1, patience=Fixed(300))
    facts = played(twin_line, recorded([60], people(1), behaviour=behaviour, habits=habits(answer=Fixed(7))))
    kinds = ("contact.arrived", "offer.made", "offer.accepted", "conversation.ended", "contact.closed")
    assert [seconds_at(of_kind(facts, kind)) for kind in kinds] == [[60], [60], [67], [967], [1067]]


def test_caller_leaves_when_patience_ends_and_tries_again(twin_line: DrivenLine) -> None:
    behaviour = Behaviour(Fixed(900), 0.0, Fixed(300), redial_share=1.0, redial_after=Fixed(200))
    facts = played(twin_line, recorded([0, 10], people(1), behaviour=behaviour))
    came = of_kind(facts, "contact.arrived")
    assert [one.fields["contact"] for one in came] == ["phone0.0", "phone1.0", "phone1.1", "phone1.2"]
    assert seconds_at(of_kind(facts, "contact.abandoned")) == [310, 810]
    assert seconds_at(of_kind(facts, "offer.accepted")) == [0, 1010]
    assert came[1].fields["caller"] == came[3].fields["caller"]


def test_nobody_redials_after_the_day(twin_line: DrivenLine) -> None:
    behaviour = Behaviour(Fixed(900), 0.0, Fixed(300), redial_share=1.0, redial_after=Fixed(200))
    facts = played(twin_line, recorded([3500], (), hours=1, behaviour=behaviour))
    assert (len(of_kind(facts, "contact.arrived")), len(of_kind(facts, "contact.abandoned"))) == (1, 1)


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


def test_shift_ends_and_nothing_is_offered_that_would_not_fit(twin_line: DrivenLine) -> None:
    facts = played(
        twin_line, recorded([0, 2000, 3100], people(1, 1), behaviour=Behaviour(Fixed(1200), 0.0, Fixed(300)))
    )
    assert seconds_at(of_kind(facts, "offer.accepted")) == [0, 2000]
    assert seconds_at(of_kind(facts, "contact.abandoned")) == [3400]
    gone = [one for one in of_kind(facts, "volunteer.presence_changed") if one.fields["presence"] == "offline"]
    assert seconds_at(gone) == [3600]


def test_volunteer_goes_home_after_the_talk_under_way(twin_line: DrivenLine) -> None:
    behaviour = Behaviour(Fixed(600), 0.5, Fixed(300))
    facts = played(twin_line, recorded([0, 2900], people(1, 1), behaviour=behaviour, habits=habits(answer=Fixed(20))))
    gone = [one for one in of_kind(facts, "volunteer.presence_changed") if one.fields["presence"] == "offline"]
    assert seconds_at(of_kind(facts, "contact.closed")) == [620, 3520]
    assert seconds_at(gone) == [3600]
    longer = replace(behaviour, handle=Fixed(640), wrapup_share=0.4)
    late = played(twin_line, recorded([2950], people(1, 1), behaviour=longer, habits=habits(answer=Fixed(25))))
    gone = [one for one in of_kind(late, "volunteer.presence_changed") if one.fields["presence"] == "offline"]
    assert seconds_at(gone) == [3615]


def presences(facts: Sequence[Happened], volunteer: str = "v00") -> list[tuple[float, str, str]]:
    mine = [one for one in of_kind(facts, "volunteer.presence_changed") if one.fields["volunteer"] == volunteer]
    return [(at, one.fields["presence"], one.fields["reason"]) for at, one in zip(seconds_at(mine), mine, strict=True)]


def test_break_begins_when_due_and_lasts(twin_line: DrivenLine) -> None:
    scenario = recorded([], people(1, 3), habits=habits(break_share=1.0, break_length=timedelta(minutes=20)))
    seen = presences(played(twin_line, scenario))
    away = next(one for one in seen if one[1:] == ("away", "asked"))
    back = seen[seen.index(away) + 1]
    assert 3600 <= away[0] <= 7200
    assert (round(back[0] - away[0], 3), back[1]) == (1200, "ready")


def test_break_waits_for_the_contact_under_way(twin_line: DrivenLine) -> None:
    behaviour = Behaviour(Fixed(7300), 0.0, Fixed(300))
    twin = Twin(twin_line, recorded([100], people(1, 3), behaviour=behaviour, habits=habits(break_share=1.0)), 1, 0)
    seen = presences(list(twin.facts()))
    assert [one for one in seen if one[2] == "drained"] == [(7400.0, "away", "drained")]
    assert twin.day().breaks_missed == 0


def test_break_that_finds_no_time_is_missed(twin_line: DrivenLine) -> None:
    behaviour = Behaviour(Fixed(10_000), 0.0, Fixed(300))
    breaks = habits(break_share=1.0, break_length=timedelta(seconds=790), answer=Fixed(9))
    scenario = recorded([0], people(1, 3), behaviour=behaviour, habits=breaks)
    assert Twin(twin_line, scenario, 1, 0).day().breaks_missed == 0
    longer = replace(breaks, break_length=timedelta(seconds=792))
    assert Twin(twin_line, replace(scenario, habits=longer), 1, 0).day().breaks_missed == 1


def test_nobody_comes_where_nobody_shows(twin_line: DrivenLine) -> None:
    facts = played(twin_line, recorded([0, 60], people(3), habits=habits(show_rate=0.0)))
    assert (len(of_kind(facts, "offer.made")), len(of_kind(facts, "contact.abandoned"))) == (0, 2)


def test_late_volunteer_is_not_offered_anything_before(twin_line: DrivenLine) -> None:
    facts = played(twin_line, recorded([0], people(1), habits=habits(late=Fixed(120))))
    assert seconds_at(of_kind(facts, "offer.made")) == [120]


def test_declined_contact_keeps_its_place_for_somebody_else(twin_line: DrivenLine) -> None:
    facts = played(twin_line, recorded([0], people(3), habits=habits(decline_share=1.0, answer=Fixed(5))))
    made = of_kind(facts, "offer.made")
    assert seconds_at(made) == [0, 5, 10]
    assert len({one.fields["volunteer"] for one in made}) == 3
    assert seconds_at(of_kind(facts, "contact.abandoned")) == [300]


def test_unanswered_offers_set_away_and_the_volunteer_comes_back(twin_line: DrivenLine) -> None:
    facts = played(twin_line, recorded([0, 100], people(1), habits=habits(answer=Fixed(31))))
    assert len(of_kind(facts, "offer.expired")) >= 2
    seen = [(at, presence, why) for at, presence, why in presences(facts) if why in {"missed_offers", "asked"}]
    assert (60.0, "away", "missed_offers") in seen
    assert any(at == 180 for at, _, _ in seen)


def test_closed_channel_refuses_and_is_not_uncovered(twin_line: DrivenLine) -> None:
    scenario = recorded([100, 4000], people(1, 1))
    demand: dict[Channel, Demand] = {"phone": replace(scenario.demand["phone"], open=np.arange(16) < 4)}
    day = Twin(twin_line, replace(scenario, demand=demand), 1, 0).day()
    assert [one.fate for one in day.attempts] == ["answered", "refused"]
    assert day.uncovered_minutes["phone"] == pytest.approx(10, abs=0.01)  # the last ten minutes would not fit a talk


def test_shift_for_fewer_channels_is_kept_to(twin_line: DrivenLine) -> None:
    half = START + timedelta(hours=1)
    both = Listener("v00", (Stint(START, half, ("chat",)), Stint(half, half + timedelta(hours=5), ("chat", "phone"))))
    facts = played(twin_line, recorded([60, 3590], (both,), behaviour=Behaviour(Fixed(60), 0.0, Fixed(600))))
    assert seconds_at(of_kind(facts, "contact.abandoned")) == [660]
    assert seconds_at(of_kind(facts, "offer.accepted")) == [3600]


def test_second_chat_slows_both(twin_line: DrivenLine) -> None:
    behaviour = Behaviour(Fixed(600), 0.0, Fixed(300), second_slows=2.0)
    who = people(1, 48, "chat", two_chats=True)
    facts = played(twin_line, recorded([0, 300], who, channel="chat", behaviour=behaviour))
    # 300 s alone, then at half pace: 300 s of work each takes 600 s; the second has 300 s left and ends alone
    assert seconds_at(of_kind(facts, "offer.accepted")) == [0, 300]
    assert seconds_at(of_kind(facts, "conversation.ended")) == [900, 1200]


def test_phone_is_never_beside_a_chat(twin_line: DrivenLine) -> None:
    scenario = recorded([0, 10], people(1, 48, "chat", "phone", two_chats=True))
    chat = Demand(instants=np.array([5.0]))
    both = replace(
        scenario,
        demand={**scenario.demand, "chat": chat},
        behaviour={**scenario.behaviour, "chat": Behaviour(Fixed(600), 0.0, Fixed(10_000))},
    )
    facts = played(twin_line, both)
    assert seconds_at(of_kind(facts, "offer.accepted")) == [0, 600]


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


def test_example_is_a_day_of_its_size_with_nobody_offered_in_rest(twin_line: DrivenLine) -> None:
    day = Twin(twin_line, example(START), 1, 0).day()
    assert day.figures.attempts > 1200
    assert (day.rest_missed, day.uncovered_minutes) == (0, {"phone": 0.0, "chat": 0.0})
    assert 0.5 < (day.figures.answered_share or 0) <= 1
