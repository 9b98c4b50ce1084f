"""The conversations a mirror keeps, against a naive list."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from luisterlijn.contact.snapshot import TalkingContact
from luisterlijn.contact.talks import Talks
from tests.contact.test_mirror import START, Story

CONTACTS = st.sampled_from("abc")
MOVES = st.one_of(
    st.tuples(st.just("put"), CONTACTS, st.sampled_from(("chat", "phone"))),
    st.tuples(st.sampled_from(("take", "raise", "lower", "join", "leave")), CONTACTS, st.none()),
)
FACTS: dict[str, tuple[str, dict[str, Any]]] = {
    "raise": ("hand.raised", {"volunteer": "v"}),
    "lower": ("hand.lowered", {"volunteer": "v", "reason": "asked"}),
    "join": ("coordinator.joined", {"volunteer": "v", "coordinator": "cora"}),
    "leave": ("coordinator.left", {"volunteer": "v", "coordinator": "cora"}),
}


@given(st.lists(MOVES, max_size=30))
def test_talks_count_as_a_naive_list_does(made: list[tuple[str, str, Any]]) -> None:
    talks, naive, story = Talks(), dict[str, TalkingContact](), Story()
    for move, contact, channel in made:
        if move == "put":
            naive[contact] = TalkingContact(contact, "v", 1, channel)
            talks.put(naive[contact])
        elif move == "take":
            naive.pop(contact, None)
            talks.take(contact)
        else:
            kind, fields = FACTS[move]
            fact: Any = story.tell(kind, contact=contact, **fields)
            talks.help(fact)
            if contact in naive:
                changed: dict[str, dict[str, Any]] = {
                    "raise": {"hand": True, "hand_at": fact.at},
                    "lower": {"hand": False},
                    "join": {"coordinator": "cora"},
                    "leave": {"coordinator": None},
                }
                naive[contact] = replace(naive[contact], **changed[move])
    assert {one.contact: one for one in talks} == naive
    assert len(talks) == len(naive)
    for channel in ("chat", "phone"):
        assert talks.in_channel(channel) == sum(one.channel == channel for one in naive.values())
    assert {one.contact for one in talks.asking()} == {
        one.contact for one in naive.values() if one.hand or one.coordinator
    }


def test_asking_gives_the_first_who_asked_first() -> None:
    talks = Talks()
    for contact, minutes in (("a", 5), ("b", 1), ("c", 3)):
        talks.put(TalkingContact(contact, "v", 1, "chat", hand=True, hand_at=START + timedelta(minutes=minutes)))
    talks.put(TalkingContact("d", "v", 1))
    assert [one.contact for one in talks.asking()] == ["b", "c", "a"]
