"""What a console shows (pure)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from luisterlijn import clock
from luisterlijn.channel.console_view import hands_of, me, offer_card, talk
from luisterlijn.contact.conversation import Look

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
MS = clock.to_ms(NOW)
CONTACT = {
    "state": "offered",
    "channel": "chat",
    "language": "nl",
    "topic": "",
    "urgent": "1",
    "arrived": str(MS - 90_000),
    "conn": "connected",
    "seq": "0",
    "offer": "7",
    "offer_to": "v1",
    "offer_due": str(MS + 30_000),
    "delivered_caller": "2",
    "read_caller": "1",
}


def test_hands_of_splits_talks_wraps_and_offer() -> None:
    hands = hands_of({"talks": "c1 c2", "wraps": "c3", "wrap_at": f"c3@{MS}", "offer": "c4"})
    assert (hands.contacts, hands.wrap_at) == (("c1", "c2", "c3", "c4"), {"c3": NOW})
    assert hands_of({}).contacts == ()


def test_offer_card_is_only_for_whom_it_was_made() -> None:
    card = offer_card("c1", CONTACT, "v1", NOW)
    assert card is not None
    assert (card.offer, card.waited_s, card.topic, card.urgent, card.wrote_already) == ("c1.7", 90, None, True, False)
    assert offer_card("c1", CONTACT, "v2", NOW) is None


def test_talk_of_somebody_else_shows_no_receipts() -> None:
    mine = CONTACT | {"state": "conversation", "volunteer": "v1", "talk_at": str(MS)}
    shown = talk("c1", mine, "v1", None)
    assert shown is not None
    assert (shown.state, shown.delivered, shown.read, shown.started_at) == ("conversation", 2, 1, NOW)
    handed_over = talk("c1", mine | {"volunteer": "v2"}, "v1", NOW)
    assert handed_over is not None
    assert (handed_over.state, handed_over.delivered, handed_over.wrapup_due_at) == ("wrapup", 0, NOW)


def test_talk_shows_the_hand_and_the_coordinator_by_name_to_its_own_volunteer() -> None:
    mine = CONTACT | {"state": "conversation", "volunteer": "v1", "hand": "1", "coordinator": ""}
    shown = talk("c1", mine, "v1", None, str.upper)
    assert shown is not None
    assert (shown.hand, shown.coordinator) == (True, None)
    came = mine | {"hand": "0", "coordinator": "cora"}
    for volunteer, expected in (("v1", "CORA"), ("v2", None)):
        shown = talk("c1", came, volunteer, None, str.upper)
        assert shown is not None
        assert (shown.hand, shown.coordinator) == (False, expected)


def test_me_without_anything_in_hand() -> None:
    fields = {"presence": "resting", "reason": "asked_rest", "rest_until": str(MS), "chats": "2", "draining": "1"}
    shown = me("v1", fields, {}, (), wrapup=timedelta(minutes=5), now=NOW)
    assert (shown.presence, shown.reason, shown.rest_until, shown.chats, shown.draining) == (
        "resting",
        "asked_rest",
        NOW,
        2,
        True,
    )
    assert me("v1", {}, {}, (), wrapup=timedelta(), now=NOW).presence == "offline"


def test_me_counts_the_wrap_up_from_its_own_beginning() -> None:
    fields = {"presence": "wrapup", "wraps": "c1 c2", "wrap_at": f"c1@{MS} c2@{MS + 60_000}"}
    looks = {name: Look(CONTACT | {"volunteer": "v1"}, ()) for name in ("c1", "c2")}
    shown = me("v1", fields, looks, (), wrapup=timedelta(minutes=5), now=NOW)
    assert [one.wrapup_due_at for one in shown.talks] == [NOW + timedelta(minutes=5), NOW + timedelta(minutes=6)]
