from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from luisterlijn import clock
from luisterlijn.channel.caller_view import Seen, contact_text, seen_of, volunteer_of
from luisterlijn.channel.waits import Shown
from luisterlijn.contact.conversation import Message

NOW = datetime(2026, 11, 23, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("waiting", "waiting"),
        ("offered", "waiting"),
        ("conversation", "conversation"),
        ("wrapup", "ended"),
        ("closed", "ended"),
    ],
)
def test_state_shown_keeps_offers_to_the_volunteers(state: str, shown: str) -> None:
    assert seen_of({"state": state}, "connected", NOW).state == shown


def test_contact_nobody_knows_has_ended() -> None:
    assert seen_of({}, "gone", NOW) == Seen("ended")


def test_refused_contact_says_why() -> None:
    assert seen_of({"state": "refused", "outcome": "full"}, "gone", NOW) == Seen("refused", reason="full")


def test_abandoned_contact_is_resumable_within_the_window_only() -> None:
    left = {"state": "abandoned", "left": str(clock.to_ms(NOW))}
    assert seen_of(left, "gone", NOW - timedelta(seconds=1)).resumable is True
    assert seen_of(left, "gone", NOW + timedelta(seconds=1)).resumable is False


def test_contact_that_was_answered_and_waits_again_came_back() -> None:
    assert seen_of({"state": "waiting", "answered": "1"}, "gone", NOW).came_back is True


def test_volunteer_is_told_of_in_conversation_only() -> None:
    talk = {"state": "conversation", "volunteer": "v", "moving": "1"}
    assert (volunteer_of(talk), volunteer_of({"state": "wrapup", "volunteer": "v"})) == ("v", "")
    assert seen_of(talk, "unsure", NOW) == Seen("conversation", volunteer="unsure", moving=True)


def test_coordinator_is_told_of_while_the_talk_lasts() -> None:
    talk = {"state": "conversation", "volunteer": "v", "coordinator": "vcora"}
    assert seen_of(talk, "connected", NOW).coordinator is True
    assert seen_of(talk | {"coordinator": ""}, "connected", NOW).coordinator is False
    assert seen_of(talk | {"state": "wrapup"}, "gone", NOW).coordinator is False
    assert json.loads(contact_text("c", None, seen_of(talk, "connected", NOW), None, []))["coordinator"] is True


def test_frame_has_place_wait_and_only_new_messages() -> None:
    fresh = [Message(4, "caller", "k", "tekst", NOW)]
    frame = json.loads(
        contact_text("c", "ticket", Seen("waiting"), Shown(2, "exact", (60, 300), nobody_on=False), fresh)
    )
    told = (
        frame["contact"],
        frame["ticket"],
        frame["position"],
        frame["wait"],
        [one["seq"] for one in frame["messages"]],
    )
    assert told == ("c", "ticket", 2, {"low_s": 60, "high_s": 300}, [4])
