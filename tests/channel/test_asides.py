"""Words between volunteer and coordinator: what is refused, and what a console is told of the help in its conversations."""

from __future__ import annotations

import pytest

from luisterlijn.app import Node
from luisterlijn.channel import protocol
from luisterlijn.channel.asides import Helped, say
from luisterlijn.contact import conversation
from luisterlijn.contact import help as helping
from luisterlijn.errors import RefusedError
from tests.doors import House, talk


async def joined(doors: House, node: Node) -> tuple[str, str]:
    """A conversation of Anna's that a coordinator has come into: the contact, and Anna's id."""
    contact = await talk(await doors.caller(node), await doors.console(node, "anna"))
    anna = (await conversation.look(node.line, contact)).fields["volunteer"]
    await helping.hand(node.line, contact, anna, on=True)
    await helping.join(node.line, contact, "cora")
    return contact, anna


def words(contact: str, key: str, body: str = "x") -> protocol.Aside:
    return protocol.Aside(kind="aside", contact=contact, key=key, body=body)


async def test_say_refuses_what_is_too_long_too_fast_or_from_outside(doors: House, node: Node) -> None:
    contact, anna = await joined(doors, node)
    desk = node._doors.desk
    with pytest.raises(RefusedError) as caught:
        await say(desk, "volunteer", anna, words(contact, "k", "x" * 4001))
    assert (caught.value.code, caught.value.field) == ("too_long", "body")
    for number in range(12):
        await say(desk, "volunteer", anna, words(contact, f"k{number}"))
    with pytest.raises(RefusedError) as caught:
        await say(desk, "volunteer", anna, words(contact, "k12"))
    assert (caught.value.code, caught.value.retry) == ("too_fast", True)
    with pytest.raises(RefusedError) as caught:
        await say(desk, "coordinator", "somebody", words(contact, "k"))
    assert (caught.value.code, caught.value.retry) == ("nobody_there", False)


async def test_say_again_gives_the_same_word(doors: House, node: Node) -> None:
    contact, _ = await joined(doors, node)
    first = await say(node._doors.desk, "coordinator", "cora", words(contact, "k", "rustig aan"))
    again = await say(node._doors.desk, "coordinator", "cora", words(contact, "k", "rustig aan"))
    assert first == again == helping.Aside(1, "coordinator", "k", "rustig aan", first.at)


async def test_hand_in_a_conversation_of_another_is_refused(doors: House, node: Node) -> None:
    contact, _ = await joined(doors, node)
    heard: list[protocol.Frame] = []
    helped = Helped(node._doors.desk, "somebody", heard.append)
    with pytest.raises(RefusedError) as caught:
        await helped.hear(protocol.Hand(kind="hand", contact=contact, on=True))
    assert (caught.value.code, heard) == ("not_yours", [])


async def test_asides_are_told_once_and_only_to_whose_conversation_it_is(doors: House, node: Node) -> None:
    contact, anna = await joined(doors, node)
    await say(node._doors.desk, "coordinator", "cora", words(contact, "k", "rustig aan"))
    told: dict[str, list[protocol.Frame]] = {anna: [], "somebody": []}
    for who, heard in told.items():
        helped = Helped(node._doors.desk, who, heard.append)
        for _ in range(2):
            await helped.told({contact: await conversation.look(node.line, contact)})
    [aside] = told[anna]
    assert isinstance(aside, protocol.AsideFrame)
    assert (aside.seq, aside.by, aside.body) == (1, "coordinator", "rustig aan")
    assert told["somebody"] == []
