"""The verbs behind a volunteer's frames; whole stories are in test_console."""

from __future__ import annotations

from typing import Any

import pytest

from luisterlijn.app import Node
from luisterlijn.volunteer import presence
from tests.doors import House, Page, talk


async def fields_of(node: Node) -> dict[str, str]:
    """The one volunteer who is on, as the engine has them."""
    return await presence.look(node.line, (await node.line.snapshot()).volunteers[0][0])


async def test_ready_serves_the_lanes_of_the_profile(doors: House, node: Node) -> None:
    await doors.people(node, "dirk", languages=("en",), topics=("grief",), channels=("chat",))
    console = await doors.console(node, "dirk")
    await console.say("ready", chats=2)
    await console.hear("me", presence="ready")
    fields = await fields_of(node)
    assert set(fields["lanes"].split()) == {"chat.en.grief.any", "chat.en.any.any"}
    assert fields["chats"] == "1"  # two are for who may take two


async def test_ready_of_who_named_nothing_serves_the_whole_line(doors: House, node: Node) -> None:
    console = await doors.console(node, "anna")
    await console.say("ready", chats=2)
    await console.hear("me", presence="ready")
    fields = await fields_of(node)
    line = node.settings.line
    assert len(fields["lanes"].split()) == 2 * len(line.languages) * (len(line.topics) + 1)
    assert fields["chats"] == "2"


async def test_pause_rest_and_drain_show_in_me(doors: House, node: Node) -> None:
    console = await doors.console(node, "anna")
    await console.say("ready")
    await console.hear("me", presence="ready")
    await console.say("rest", minutes=5)
    assert (await console.hear("me", presence="resting"))["rest_until"] is not None
    await console.say("ready")
    await console.hear("me", presence="ready")
    await console.say("drain", on=True)
    assert (await console.hear("me", presence="away"))["reason"] == "drained"
    await console.say("ready")
    await console.hear("me", presence="ready")
    await console.say("pause")
    await console.hear("me", presence="away")


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        ("write", {"contact": "nobody", "key": "k", "body": "x"}, "not_yours"),
        ("end", {"contact": "nobody"}, "not_yours"),
        ("transfer", {"contact": "nobody"}, "not_yours"),
        ("transfer_cancel", {"contact": "nobody"}, "not_yours"),
        ("wrap_up", {"contact": "nobody"}, "not_yours"),
        ("wrap_up", {"contact": "nobody", "topic": "weather"}, "unknown_topic"),
        ("accept", {"offer": "nonsense"}, "offer_wrong"),
    ],
)
async def test_what_is_not_this_volunteers_is_refused(
    doors: House, node: Node, kind: str, fields: dict[str, Any], code: str
) -> None:
    console = await doors.console(node, "anna")
    await console.say(kind, **fields)
    assert (await console.hear("error"))["code"] == code


async def test_talk_of_another_can_neither_be_read_nor_written(doors: House, node: Node) -> None:
    caller, anna, bram = await doors.caller(node), await doors.console(node, "anna"), await doors.console(node, "bram")
    contact = await talk(caller, anna)
    for kind, fields in (
        ("write", {"key": "k", "body": "x"}),
        ("end", {"block": True}),
        ("transfer", {}),
        ("wrap_up", {}),
    ):
        await bram.say(kind, contact=contact, **fields)
        assert (await bram.hear("error"))["code"] == "not_yours"
    await bram.say("typing", contact=contact, on=True)
    await bram.say("read", contact=contact, seq=0)
    assert not [frame for frame in await caller.rest() if frame["kind"] in {"typing", "receipt", "message"}]


async def test_cancelled_transfer_keeps_the_talk(doors: House, node: Node) -> None:
    caller, anna = await doors.caller(node), await doors.console(node, "anna")
    contact = await talk(caller, anna)
    await anna.say("transfer", contact=contact, language="xx")
    assert (await anna.hear("error"))["field"] == "language"
    await anna.say("transfer", contact=contact, topic="grief", language="en")
    assert (await anna.hear("talk"))["talk"]["transfer"]
    await anna.say("transfer_cancel", contact=contact)
    assert not (await anna.hear("talk"))["talk"]["transfer"]
    await told_still(caller)


async def told_still(caller: Page) -> None:
    """The caller is told that somebody else is looked for, and then that not."""
    assert (await caller.hear("contact", moving=True))["state"] == "conversation"
    assert (await caller.hear("contact", moving=False))["state"] == "conversation"
