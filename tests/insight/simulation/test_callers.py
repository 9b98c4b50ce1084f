"""Callers of a simulated day: they arrive, wait, leave, talk and come back, on the instant."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from luisterlijn.facts import Channel
from luisterlijn.insight.simulation.length import Fixed
from luisterlijn.insight.simulation.scenario import Behaviour, Demand
from luisterlijn.insight.simulation.twin import Twin
from luisterlijn.live.driven import DrivenLine
from tests.insight.simulation.small import (
    habits,
    of_kind,
    people,
    played,
    recorded,
    seconds_at,
)


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


def test_declined_contact_keeps_its_place_for_somebody_else(twin_line: DrivenLine) -> None:
    facts = played(twin_line, recorded([0], people(3), habits=habits(decline_share=1.0, answer=Fixed(5))))
    made = of_kind(facts, "offer.made")
    assert seconds_at(made) == [0, 5, 10]
    assert len({one.fields["volunteer"] for one in made}) == 3
    assert seconds_at(of_kind(facts, "contact.abandoned")) == [300]


def test_closed_channel_refuses_and_is_not_uncovered(twin_line: DrivenLine) -> None:
    scenario = recorded([100, 4000], people(1, 1))
    demand: dict[Channel, Demand] = {"phone": replace(scenario.demand["phone"], open=np.arange(16) < 4)}
    day = Twin(twin_line, replace(scenario, demand=demand), 1, 0).day()
    assert [one.fate for one in day.attempts] == ["answered", "refused"]
    assert day.uncovered_minutes["phone"] == pytest.approx(10, abs=0.01)  # the last ten minutes would not fit a talk


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
