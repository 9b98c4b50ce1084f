"""What a snapshot says of volunteers and talks."""

from __future__ import annotations

import pytest

from luisterlijn.contact.snapshot import TalkingContact, VolunteerState
from luisterlijn.facts import Presence


@pytest.mark.parametrize(
    ("presence", "draining", "heard", "on"),
    [
        ("ready", False, True, True),
        ("resting", False, True, True),
        ("ready", True, True, False),
        ("ready", False, False, False),
        ("away", False, True, False),
    ],
)
def test_volunteer_is_on_who_will_take_another_contact(
    presence: Presence, *, draining: bool, heard: bool, on: bool
) -> None:
    assert VolunteerState("v", presence, draining, (), 1, heard).on is on


@pytest.mark.parametrize(
    ("hand", "coordinator", "asking"), [(False, None, False), (True, None, True), (False, "w", True)]
)
def test_talk_asks_while_a_hand_is_up_or_somebody_came(coordinator: str | None, *, hand: bool, asking: bool) -> None:
    assert TalkingContact("c", "v", 1, hand=hand, coordinator=coordinator).asking is asking
