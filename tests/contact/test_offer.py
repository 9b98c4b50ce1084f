"""Offers: one volunteer for one contact, in order, in turn, and what became of each."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from luisterlijn import facts
from luisterlijn.contact import queue
from luisterlijn.contact.offer import offer_id, parse_offer_id
from luisterlijn.contact.routing import Wish, volunteer_service
from luisterlijn.errors import RefusedError
from luisterlijn.volunteer import presence
from tests.play import LISTENER, Play

BOTH = volunteer_service(["chat", "phone"], ["nl"], [], None)


async def test_offer_is_made_to_who_is_ready_when_a_contact_arrives(play: Play) -> None:
    assert await play.ready("v1") == "ready"
    assert await play.enter("c1") == ("OFFERED", None)
    assert (await play.offered("c1"), await play.presence("v1")) == ("v1", "reserved")


async def test_offer_is_made_to_who_becomes_ready_later(play: Play) -> None:
    assert await play.enter("c1") == ("WAITING", None)
    assert await play.ready("v1") == "reserved"
    assert await play.offered("c1") == "v1"


async def test_accept_by_two_at_once_has_one_winner(play: Play) -> None:
    await play.ready("v1")
    await play.enter("c1")
    fence = await play.fence("c1")
    replies = await asyncio.gather(*(play.accept("c1", who, fence) for who in ("v2", "v1", "v3", "v1")))
    assert replies == ["OFFER_GONE", "ACCEPTED", "TAKEN", "ACCEPTED"]
    assert (await play.contact("c1"))["volunteer"] == "v1"
    assert len(await play.told(facts.OfferAccepted)) == 1


async def test_accept_after_the_deadline_is_refused_without_a_sweep(play: Play) -> None:
    await play.ready("v1")
    await play.enter("c1")
    play.now += timedelta(seconds=30, milliseconds=1)
    await play.line.drive(play.now)
    assert await play.accept("c1", "v1") == "OFFER_GONE"
    assert await play.state("c1") == "offered"


async def test_accept_at_the_deadline_still_counts(play: Play) -> None:
    await play.ready("v1")
    await play.enter("c1")
    play.now += timedelta(seconds=30)
    await play.line.drive(play.now)
    assert await play.accept("c1", "v1") == "ACCEPTED"


async def test_answer_with_an_old_fence_changes_nothing(play: Play) -> None:
    await play.ready("v1")
    await play.enter("c1")
    old = await play.fence("c1")
    await play.pass_(30, callers=["c1"], volunteers=["v1"])
    assert (await play.offered("c1"), await play.fence("c1") == old) == ("v1", False)
    assert await play.accept("c1", "v1", old) == "OFFER_GONE"
    assert await play.decline("c1", "v1", old) == "OFFER_GONE"
    assert await play.accept("c1", "v1") == "ACCEPTED"


async def test_decline_goes_to_another_and_never_back(play: Play) -> None:
    await play.ready("v1")
    await play.enter("c1")
    assert await play.decline("c1", "v1") == "DECLINED"
    assert (await play.offered("c1"), await play.presence("v1")) == ("", "ready")
    await play.ready("v1")
    assert await play.offered("c1") == ""
    await play.ready("v2")
    assert await play.offered("c1") == "v2"


async def test_decline_is_remembered_when_the_caller_comes_back(play: Play) -> None:
    await play.ready("v1")
    await play.enter("c1")
    await play.decline("c1", "v1")
    await queue.leave(play.line, "c1")
    assert await play.resume("c1") == "REENTERED"
    assert (await play.state("c1"), await play.presence("v1")) == ("waiting", "ready")


async def test_expired_offer_goes_to_others_first_then_may_come_back(play: Play) -> None:
    await play.ready("v1")
    await play.enter("c1")
    await play.ready("v2")
    await play.pass_(30, callers=["c1"], volunteers=["v1", "v2"])
    assert (await play.offered("c1"), await play.presence("v1")) == ("v2", "ready")
    await presence.pause(play.line, "v2")
    assert await play.offered("c1") == "v1"


async def test_expiry_twice_in_a_row_sets_the_volunteer_away_and_says_why(play: Play) -> None:
    await play.ready("v1")
    await play.enter("c1")
    await play.pass_(60, callers=["c1"], volunteers=["v1"])
    assert (await play.presence("v1"), await play.state("c1")) == ("away", "waiting")
    assert [one.in_a_row for one in await play.told(facts.OfferExpired)] == [1, 2]
    assert (await play.told(facts.VolunteerPresenceChanged))[-1].reason == "missed_offers"


async def test_expiry_of_a_second_chat_is_told_when_it_shows(play: Play) -> None:
    await play.talk("c1", "v1", chats=2)
    await play.enter("c2")
    await play.pass_(61, callers=["c1", "c2"], volunteers=["v1"])
    assert (await play.presence("v1"), await play.offered("c2")) == ("busy", "")
    await play.finish("c1", "v1")
    last = (await play.told(facts.VolunteerPresenceChanged))[-1]
    assert (last.presence, last.reason) == ("away", "missed_offers")


async def test_expiry_then_accept_starts_the_count_again(play: Play) -> None:
    await play.ready("v1")
    await play.enter("c1")
    await play.pass_(30, callers=["c1"], volunteers=["v1"])
    await play.accept("c1", "v1")
    assert (await presence.look(play.line, "v1"))["missed"] == "0"


async def test_offer_is_withdrawn_when_the_volunteer_pauses_or_leaves(play: Play) -> None:
    await play.ready("v1")
    await play.enter("c1")
    await presence.pause(play.line, "v1")
    assert (await play.state("c1"), await play.presence("v1")) == ("waiting", "away")
    await play.ready("v1")
    assert await presence.leave(play.line, "v1") == "OK"
    assert (await play.state("c1"), await play.presence("v1")) == ("waiting", "offline")
    assert [one.reason for one in await play.told(facts.OfferWithdrawn)] == ["volunteer_left", "volunteer_left"]


async def test_offer_goes_back_to_the_first_in_order_when_two_come_back_at_once(play: Play) -> None:
    await play.talk("c1", "v1", chats=2)
    await play.enter("c2")
    assert await play.offered("c2") == "v1"
    await play.pass_(20, callers=["c1", "c2"], volunteers=[])
    await play.pass_(40, callers=["c1", "c2"])
    await play.ready("v2", volunteer_service(["chat"], ["en"], [], None))
    await play.ready("v3")
    assert await play.offered("c2") in {"v1", "v3"}
    await play.pass_(10, callers=["c1", "c2"], volunteers=["v3"])
    assert (await play.order())[0] == "c1"


async def test_offer_says_who_was_passed_over_and_why(play: Play) -> None:
    phone = volunteer_service(["phone"], ["nl"], [], None)
    await play.ready("v1")
    await play.ready("v2", phone)
    await play.enter("c1")
    await play.decline("c1", "v1")
    await play.enter("c2", Wish("chat", "en"))
    await play.pass_(1)
    await play.ready("v3")
    made = (await play.told(facts.OfferMade))[-1]
    assert (made.contact, made.volunteer, made.lane) == ("c1", "v3", "chat.nl.any.any")
    assert made.why["trigger"] == "asked"
    await play.decline("c1", "v3")
    await play.enter("c3", Wish("chat", "nl", urgent=True))
    made = (await play.told(facts.OfferMade))[-1]
    assert (made.contact, made.volunteer) == ("c3", "v1")
    await play.pass_(1)
    await play.ready("v4", volunteer_service(["chat"], ["nl", "en"], [], None))
    made = (await play.told(facts.OfferMade))[-1]
    assert (made.contact, made.why["passed_contacts"]) == ("c1", [["c3", "on_offer"]])


async def test_offer_says_which_volunteers_were_passed(play: Play) -> None:
    await play.ready("v1")
    await play.enter("c1")
    await play.ready("v2")
    await play.decline("c1", "v1")
    await play.pass_(30, callers=["c1"], volunteers=["v1", "v2"])
    made = await play.told(facts.OfferMade)
    assert [(one.volunteer, one.why["passed_volunteers"]) for one in made] == [("v1", []), ("v2", []), ("v2", [])]
    await play.ready("v3")
    await play.decline("c1", "v2")
    assert (await play.told(facts.OfferMade))[-1].volunteer == "v3"


async def test_burst_spreads_over_the_volunteers(play: Play) -> None:
    for number in range(5):
        await play.ready(f"v{number}")
    await asyncio.gather(*(play.enter(f"c{number}") for number in range(5)))
    assert sorted([await play.offered(f"c{number}") for number in range(5)]) == [f"v{number}" for number in range(5)]


async def test_phone_is_never_offered_beside_a_chat(play: Play) -> None:
    await play.talk("c1", "v1", BOTH, chats=2)
    assert await play.enter("c2", Wish("phone", "nl")) == ("WAITING", None)
    assert await play.enter("c3") == ("OFFERED", None)


async def test_chat_is_never_offered_beside_a_phone_call(play: Play) -> None:
    await play.ready("v1", BOTH, chats=2)
    await play.enter("c1", Wish("phone", "nl"))
    assert await play.accept("c1", "v1") == "ACCEPTED"
    assert await play.enter("c2") == ("WAITING", None)


async def test_second_chat_is_offered_by_choice_only(play: Play) -> None:
    await play.talk("c1", "v1")
    assert await play.enter("c2") == ("WAITING", None)
    await play.ready("v1", LISTENER, chats=2)
    assert await play.offered("c2") == "v1"
    await play.accept("c2", "v1")
    assert await play.enter("c3") == ("WAITING", None)


async def test_second_chat_waits_for_whoever_is_idle(play: Play) -> None:
    await play.talk("c1", "v1", chats=2)
    await play.pass_(5, callers=["c1"], volunteers=["v1"])
    await play.ready("v2")
    await play.enter("c2")
    assert await play.offered("c2") == "v2"


async def test_contact_waits_for_a_volunteer_in_another_lane(play: Play) -> None:
    await play.ready("v1")
    assert await play.enter("c1", Wish("chat", "en")) == ("WAITING", None)
    assert await play.enter("c2") == ("OFFERED", None)


def test_offer_id_is_read_back() -> None:
    assert parse_offer_id(offer_id("c1", 17)) == ("c1", "17")


@pytest.mark.parametrize("text", ["", "c1", "c1.", ".5", "c1.x", "c1.5.6"])
def test_offer_id_that_is_wrong_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match="offer_wrong"):
        parse_offer_id(text)


async def test_turn_is_kept_among_more_profiles_than_are_at_hand(play: Play) -> None:
    await play.ready("ven", volunteer_service(["chat"], ["en"], [], None))
    for number in range(80):
        await play.pass_(0.001)
        await play.ready(f"v{number:02}", volunteer_service(["chat"], ["nl"], [f"t{number}"], None))
    offered = []
    for number in range(20):
        await play.enter(f"c{number}")
        offered.append(await play.offered(f"c{number}"))
    assert offered == [f"v{number:02}" for number in range(20)]
    await play.decline("c0", "v00")
    assert await play.offered("c0") == "v20"
    made = (await play.told(facts.OfferMade))[-1]
    assert made.why["passed_volunteers"] == [["ven", "other_lane"]]
    await play.enter("rare", Wish("chat", "nl", topic="t77"))
    assert await play.offered("rare") == "v77"
    for number in range(21, 80):
        await presence.pause(play.line, f"v{number:02}")
    await presence.pause(play.line, "v00")
    assert await play.enter("nobody") == ("WAITING", None)
