"""The mirror of the line against a naive list, under any facts, facts told twice, and a snapshot in between."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from luisterlijn import facts
from luisterlijn.contact.snapshot import Snapshot
from tests.contact.test_mirror import EN, NL, OFFER, Story, new_mirror, picture

NORTH = "chat.nl.north"
CONTACTS = ("a", "b", "c", "d", "e")
VOLUNTEERS = ("v1", "v2", "v3")
LANES = ((NL,), (EN,), (NORTH,), (NL, EN), (NORTH, NL), ())
ON = ("ready", "reserved", "busy", "wrapup", "resting")

contacts, volunteers = st.sampled_from(CONTACTS), st.sampled_from(VOLUNTEERS)
lane_words = st.sampled_from(LANES).map(" ".join)
moves = st.one_of(
    st.tuples(st.just("queued"), contacts, st.integers(0, 9), lane_words),
    st.tuples(st.just("stepped"), contacts, lane_words),
    st.tuples(st.sampled_from(("accepted", "abandoned", "closed", "refused", "lost", "ended", "unsure")), contacts),
    st.tuples(st.sampled_from(("made", "declined", "expired", "withdrawn")), contacts),
    st.tuples(st.sampled_from(("raised", "lowered", "joined", "left")), contacts),
    st.tuples(st.just("presence"), volunteers, st.sampled_from((*ON, "away")), lane_words, st.booleans()),
    st.tuples(st.just("again"), st.integers(0, 10_000)),
)
MOVING = (
    *(facts.ContactQueued, facts.ContactAbandoned, facts.ContactClosed, facts.ContactRefused),
    *(facts.OfferAccepted, facts.ConversationEnded, facts.ConversationLost),
)
PLAIN: dict[str, tuple[str, dict[str, Any]]] = {
    "made": ("offer.made", OFFER["made"]),
    "declined": ("offer.declined", OFFER["declined"]),
    "expired": ("offer.expired", OFFER["expired"]),
    "withdrawn": ("offer.withdrawn", OFFER["withdrawn"]),
    "abandoned": ("contact.abandoned", {"reason": "left", "waited_ms": 5000}),
    "closed": ("contact.closed", {"outcome": "answered"}),
    "refused": ("contact.refused", {"channel": "chat", "reason": "full"}),
    "lost": ("conversation.lost", {"volunteer": "v1", "talked_ms": 5000}),
    "ended": ("conversation.ended", {"volunteer": "v1", "by": "caller", "talked_ms": 5000}),
    "unsure": ("contact.connection_changed", {"connection": "unsure"}),
    "raised": ("hand.raised", {"volunteer": "v1"}),
    "lowered": ("hand.lowered", {"volunteer": "v1", "reason": "asked"}),
    "joined": ("coordinator.joined", {"volunteer": "v1", "coordinator": "cora"}),
    "left": ("coordinator.left", {"volunteer": "v1", "coordinator": "cora"}),
}


def make(story: Story, move: tuple[Any, ...]) -> None:
    match move:
        case ("queued", contact, key, lanes):
            story.queued(contact, key, lanes)
        case ("stepped", contact, lanes):
            story.tell("contact.stepped", contact=contact, step=1, lanes=lanes)
        case ("accepted", contact):
            story.accepted(contact)
        case ("presence", volunteer, presence, lanes, draining):
            story.presence(volunteer, presence, lanes, draining=draining)
        case ("again", number) if story.told:
            story.mirror.apply(story.told[number % len(story.told)])
        case (word, contact) if word in PLAIN:
            kind, fields = PLAIN[word]
            story.tell(kind, contact=contact, **fields)


def naive(told: list[facts.Fact]) -> tuple[list[facts.ContactQueued], int, dict[str, tuple[bool, tuple[str, ...]]]]:
    """The line as a plain list, who talks as a set, and who is on, from facts told once."""
    line: list[facts.ContactQueued] = []
    talking: set[str] = set()
    on: dict[str, tuple[bool, tuple[str, ...]]] = {}
    for fact in told:
        if isinstance(fact, facts.VolunteerPresenceChanged):
            lanes = fact.lanes or on.get(fact.volunteer, (False, ()))[1]
            on[fact.volunteer] = (fact.presence in ON and not fact.draining, lanes)
        elif isinstance(fact, facts.ContactStepped):
            changed = {"lanes": fact.lanes}
            line = [one.model_copy(update=changed) if one.contact == fact.contact else one for one in line]
        elif isinstance(fact, MOVING):
            line = [one for one in line if one.contact != fact.contact]
            talking.discard(fact.contact)
            if isinstance(fact, facts.ContactQueued):
                line.append(fact)
            if isinstance(fact, facts.OfferAccepted):
                talking.add(fact.contact)
    return sorted(line, key=lambda one: (one.order_key, one.contact)), len(talking), on


@settings(max_examples=300)
@given(st.lists(moves, max_size=40))
def test_mirror_equals_a_naive_list_under_facts_told_twice(made: list[tuple[Any, ...]]) -> None:
    story = Story()
    for move in made:
        make(story, move)
        picture(story.mirror, story.now)  # asked in between, so that what it remembers must be forgotten in time
    line, talking, on = naive(story.told)
    mirror = story.mirror

    assert story.order() == [one.contact for one in line]
    assert (mirror.waiting_count, mirror.in_conversation) == (len(line), talking)
    for place, (one, (_, rank, ahead)) in enumerate(zip(line, mirror.in_order(), strict=True)):
        rivals = [other for other in line[:place] if set(other.lanes) & set(one.lanes)]
        assert mirror.position(one.contact) == rank == place + 1
        assert mirror.ahead_in_lanes(one.contact) == ahead == len(rivals)
        waiting, declined = mirror.waiting(one.contact), mirror._declined.get(one.contact, ())
        assert waiting is not None
        able = sum(
            1 for name, (is_on, lanes) in on.items() if is_on and set(lanes) & set(one.lanes) and name not in declined
        )
        assert mirror.able(waiting) == able
    arrivals = [one.first_arrival_at for one in line]
    assert mirror.longest_wait(story.now) == (story.now - min(arrivals) if arrivals else timedelta(0))
    assert sum(mirror.waiting_by_lane().values()) == len(line)
    assert sum(mirror.presence_counts().values()) == len(on)
    groups = {one.lanes: [other.first_arrival_at for other in line if other.lanes == one.lanes] for one in line}
    assert sorted(mirror.waiting_groups()) == sorted(
        (lanes, len(firsts), min(firsts)) for lanes, firsts in groups.items()
    )
    people = {fact.volunteer: fact for fact in story.told if isinstance(fact, facts.VolunteerPresenceChanged)}
    shown = Counter((fact.presence, on[name][1]) for name, fact in people.items())
    assert {(presence, lanes): count for presence, lanes, count in mirror.presences()} == shown
    assert sorted(mirror.present()) == sorted(name for name, fact in people.items() if fact.presence != "offline")


@settings(max_examples=100)
@given(st.lists(moves, max_size=40))
def test_whole_story_told_again_changes_nothing(made: list[tuple[Any, ...]]) -> None:
    story = Story()
    for move in made:
        make(story, move)
    before = picture(story.mirror, story.now)
    for fact in story.told:
        story.mirror.apply(fact)

    assert picture(story.mirror, story.now) == before


@settings(max_examples=100)
@given(st.lists(moves, max_size=30), st.lists(moves, max_size=30))
def test_snapshot_then_the_rest_equals_every_fact(first: list[tuple[Any, ...]], rest: list[tuple[Any, ...]]) -> None:
    story = Story()
    for move in first:
        make(story, move)
    whole = story.mirror
    snapshot = Snapshot(
        story.told[-1].id if story.told else "0-0",
        tuple(replace(one, on_offer=whole.on_offer(one.contact)) for one in whole._waiting.values()),
        tuple(whole._talking),
        tuple(whole._volunteers.values()),
        tuple((contact, name) for contact, names in whole._declined.items() for name in names),
    )
    for move in rest:
        make(story, move)
    joined = new_mirror()
    joined.load(snapshot)
    for fact in story.told:
        joined.apply(fact)

    assert picture(joined, story.now) | {"learned": 0} == picture(whole, story.now) | {"learned": 0}
