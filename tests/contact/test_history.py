"""What the facts say of a contact, folded."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from luisterlijn.contact.history import History, apply
from luisterlijn.facts import Fact
from luisterlijn.sql.tables import contact
from tests.happenings import CALL, MADE, MORNING, OFFER, WAITS, Story, any_facts


def folded(facts: list[Fact]) -> dict[str, History]:
    found: dict[str, History] = {}
    for fact in facts:
        name = getattr(fact, "contact", "")
        after = apply(found.get(name), fact)
        if after is not None:
            found[name] = after
    return found


def only(story: Story) -> History:
    (history,) = folded(story.facts).values()
    return history


def at(seconds: float) -> object:
    return MORNING + timedelta(seconds=seconds)


def test_a_whole_life() -> None:
    story = Story()
    story.arrives("a", 0, topic="grief", caller="p1", region="north")
    story.answered("a", 20, waited=20)
    story.over("a", 620, talked=600)
    story.tell("feedback.given", "a", 700, helped="yes")
    assert only(story) == History(
        contact="a",
        last_fact=story.facts[-1].id,
        channel="chat",
        arrived_at=MORNING,
        language="nl",
        topic="grief",
        region="north",
        caller="p1",
        lane="chat|nl",
        first_offered_at=MORNING + timedelta(seconds=20),
        answered_at=MORNING + timedelta(seconds=20),
        ended_at=MORNING + timedelta(seconds=620),
        closed_at=MORNING + timedelta(seconds=650),
        waited_ms=20_000,
        talked_ms=600_000,
        wrapup_ms=30_000,
        handled_ms=630_000,
        offers_made=1,
        offers_accepted=1,
        outcome="answered",
        volunteer="vnoor",
        wrapup_topic="grief",
        heavy=True,
        result="listened",
        helped="yes",
    )


def test_a_refused_arrival_is_over_at_once() -> None:
    story = Story()
    story.refused("a", 5, "full")
    history = only(story)
    assert (history.outcome, history.refusal_reason, history.closed_at) == ("refused", "full", at(5))


def test_one_who_left_and_came_back_and_was_answered() -> None:
    story = Story()
    story.arrives("a", 0)
    story.leaves("a", 40, waited=40)
    left = only(story)
    assert (left.outcome, left.waited_ms, left.abandoned_at) == ("abandoned", 40_000, at(40))
    back = {**WAITS, "reason": "resumed", "first_arrival_at": round(MORNING.timestamp() * 1000)}
    story.tell("contact.queued", "a", 60, **CALL, **back)
    assert (only(story).outcome, only(story).abandoned_at, only(story).closed_at) == (None, None, None)
    story.answered("a", 90, waited=90)
    history = only(story)
    assert (history.outcome, history.waited_ms, history.first_left_after_ms) == ("answered", 90_000, 40_000)
    assert (history.times_left, history.times_silent) == (1, 0)


def test_a_transfer_counts_the_talk_of_both() -> None:
    story = Story()
    story.arrives("a", 0)
    story.answered("a", 10, waited=10)
    story.tell("transfer.requested", "a", 100, volunteer="vnoor", lanes="chat|nl")
    story.tell("offer.made", "a", 100, **{**MADE, "volunteer": "vcor"})
    story.tell("offer.accepted", "a", 110, **{**OFFER, "volunteer": "vcor", "waited_ms": 110_000, "before": "vnoor"})
    story.over("a", 310, talked=200)
    history = only(story)
    assert (history.talked_ms, history.waited_ms, history.transfers) == (300_000, 10_000, 1)
    assert (history.volunteer, history.offers_accepted) == ("vcor", 2)


def test_a_volunteer_lost_in_the_talk() -> None:
    story = Story()
    story.arrives("a", 0)
    story.answered("a", 10, waited=10)
    story.tell("conversation.lost", "a", 70, volunteer="vnoor", talked_ms=60_000)
    back = {**WAITS, "reason": "volunteer_lost", "first_arrival_at": round(MORNING.timestamp() * 1000)}
    story.tell("contact.queued", "a", 70, **CALL, **back)
    story.answered("a", 80, waited=80)
    history = only(story)
    assert (history.answered_at, history.waited_ms, history.times_lost) == (at(10), 10_000, 1)
    assert (history.outcome, history.talked_ms) == ("answered", 60_000)


def test_a_contact_entered_anew_after_live_state_was_lost_keeps_its_arrival() -> None:
    story = Story()
    story.arrives("a", 0)
    story.arrives("a", 100)
    assert (only(story).arrived_at, only(story).offers_made) == (MORNING, 0)


def test_facts_without_a_beginning_make_nothing() -> None:
    story = Story()
    story.tell("feedback.given", "a", 0, helped="no")
    story.leaves("b", 0, waited=1)
    assert folded(story.facts) == {}


def test_fields_are_the_columns_of_the_row() -> None:
    assert {field.name for field in fields(History)} | {"line"} == set(contact.c.keys())


@given(any_facts(), st.data())
def test_delivered_twice_changes_nothing(facts: list[Fact], data: st.DataObject) -> None:
    again = [fact for fact in facts for _ in range(data.draw(st.integers(1, 2)))]
    from_where = data.draw(st.integers(0, len(facts)))
    assert folded(again + facts[from_where:]) == folded(facts)
