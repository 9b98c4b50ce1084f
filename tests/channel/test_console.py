"""The volunteer's socket against a real node."""

from __future__ import annotations

import asyncio

from luisterlijn.app import Node
from luisterlijn.channel.protocol import Close
from luisterlijn.contact import conversation
from luisterlijn.contact.snapshot import Snapshot
from luisterlijn.volunteer import presence
from tests.doors import House, Page, bodies, forget, talk


async def volunteer_of(node: Node, console: Page) -> str:
    """The id behind a console that alone is on."""
    del console
    return str((await node.line.snapshot()).volunteers[0][0])


async def test_hello_shows_who_and_the_true_presence(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node, "anna")).open("console")
    welcome = await page.hear("welcome")
    assert (welcome["name"], welcome["role"], welcome["may_take_two"]) == ("Anna", "volunteer", True)
    me = await page.hear("me")
    assert (me["presence"], me["offer"], me["talks"], me["today"]) == ("away", None, [], [])


async def test_offer_shows_no_figures_of_the_line(doors: House, node: Node) -> None:
    await doors.caller(node, topic="grief", urgent=True)
    console = await doors.console(node, "anna")
    await console.say("ready")
    offer = (await console.hear("me", presence="reserved"))["offer"]
    assert (offer["topic"], offer["urgent"], offer["language"], offer["transfer"]) == ("grief", True, "nl", False)
    assert not {"position", "waiting", "queue"} & offer.keys()


async def test_decline_passes_the_offer_on(doors: House, node: Node) -> None:
    caller, anna = await doors.caller(node), await doors.console(node, "anna")
    await anna.say("ready")
    offer = (await anna.hear("me", presence="reserved"))["offer"]["offer"]
    bram = await doors.console(node, "bram")
    await bram.say("ready")
    await bram.hear("me", presence="ready")
    await anna.say("decline", offer=offer)
    assert (await anna.hear("me"))["presence"] == "ready"
    await bram.hear("me", presence="reserved")
    assert all(frame["kind"] != "contact" or frame["state"] == "waiting" for frame in await caller.rest())


async def test_late_accept_of_a_taken_offer_gets_no_window(doors: House, node: Node) -> None:
    """Two volunteers accept in the same moment: one offer had expired, so exactly one of them has the talk."""
    await doors.caller(node)
    anna, bram = await doors.console(node, "anna"), await doors.console(node, "bram")
    await anna.say("ready")
    first = (await anna.hear("me", presence="reserved"))["offer"]["offer"]
    await bram.say("ready")
    await bram.hear("me", presence="ready")
    now = (await node.line.snapshot()).at
    await node.line.drive(now + node.settings.timing.offer * 1.01)
    await node.line.sweep()
    assert (await anna.hear("offer_gone"))["why"] == "expired"
    second = (await bram.hear("me", presence="reserved"))["offer"]["offer"]
    await asyncio.gather(bram.say("accept", offer=second), anna.say("accept", offer=first))
    assert len((await bram.hear("me", presence="busy"))["talks"]) == 1
    gone = await anna.hear("offer_gone")
    assert (gone["offer"], gone["why"] in {"taken", "expired"}) == (first, True)
    assert all(not frame["talks"] for frame in anna.heard if frame["kind"] == "me")
    await anna.say("write", contact=second.partition(".")[0], key="k", body="not yours")
    assert (await anna.hear("error"))["code"] == "not_yours"


async def test_accept_twice_is_one_talk(doors: House, node: Node) -> None:
    await doors.caller(node)
    console = await doors.console(node, "anna")
    await console.say("ready")
    offer = (await console.hear("me", presence="reserved"))["offer"]["offer"]
    await console.say("accept", offer=offer)
    await console.say("accept", offer=offer)
    await console.hear("me", presence="busy")
    frames = await console.rest()
    assert [frame for frame in frames if frame["kind"] == "offer_gone"] == []
    assert len((await node.line.snapshot()).talking) == 1


async def test_two_missed_offers_are_told_as_a_break(doors: House, node: Node) -> None:
    await doors.caller(node)
    console = await doors.console(node, "anna")
    await console.say("ready")
    for _ in range(2):
        await console.hear("me", presence="reserved")
        now = (await node.line.snapshot()).at
        await node.line.drive(now + node.settings.timing.offer * 1.01)
        await node.line.sweep()
    me = await console.hear("me", presence="away")
    assert me["reason"] == "missed_offers"


async def test_caller_who_leaves_takes_the_offer_back(doors: House, node: Node) -> None:
    caller, console = await doors.caller(node), await doors.console(node, "anna")
    await console.say("ready")
    await console.hear("me", presence="reserved")
    await caller.say("leave")
    assert (await console.hear("offer_gone"))["why"] == "withdrawn"
    assert (await console.hear("me"))["offer"] is None


async def test_talk_from_accept_to_wrap_up(doors: House, node: Node) -> None:
    caller, console = await doors.caller(node), await doors.console(node, "anna")
    contact = await talk(caller, console)
    await console.say("write", contact=contact, key="v1", body="dag")
    assert (await console.hear("message"))["message"]["seq"] == 1
    await console.say("end", contact=contact)
    me = await console.hear("me", presence="wrapup")
    assert [(one["state"], one["messages"]) for one in me["talks"]] == [("wrapup", [])]
    await caller.hear("contact", state="ended")
    await console.say("wrap_up", contact=contact, topic="grief", heavy=False, result="listened")
    assert (await console.hear("talk_gone"))["why"] == "closed"
    me = await console.hear("me")
    assert (me["presence"], [(one["topic"], one["result"]) for one in me["today"]]) == (
        "ready",
        [("grief", "listened")],
    )
    assert (await conversation.look(node.line, contact)).messages == ()


async def test_transfer_hands_over_without_a_gap(doors: House, node: Node) -> None:
    caller, anna = await doors.caller(node), await doors.console(node, "anna")
    contact = await talk(caller, anna)
    await caller.say("write", key="k1", body="hallo")
    await caller.hear("message")
    await anna.say("transfer", contact=contact)
    assert (await anna.hear("talk"))["talk"]["transfer"]
    told = await caller.hear("contact")
    assert (told["moving"], told["carried_on"]) == (True, False)
    bram = await doors.console(node, "bram")
    await bram.say("ready")
    offer = (await bram.hear("me", presence="reserved"))["offer"]
    assert offer["transfer"]
    await bram.say("accept", offer=offer["offer"])
    assert bodies([await bram.hear("me", presence="busy")]) == ["hallo"]
    left = (await anna.hear("me", presence="wrapup"))["talks"]
    assert [(one["state"], one["handed_over"]) for one in left] == [("wrapup", True)]
    after = await caller.hear("contact", moving=False)
    assert (after["state"], after["volunteer"], after["carried_on"]) == ("conversation", "connected", True)
    await caller.say("write", key="k2", body="only for Bram")
    assert (await bram.hear("message"))["message"]["body"] == "only for Bram"
    assert "only for Bram" not in bodies([*anna.heard, *await anna.rest()])


async def test_caller_connection_shows_in_the_talk(doors: House, node: Node) -> None:
    caller, console = await doors.caller(node), await doors.console(node, "anna")
    contact = await talk(caller, console)
    now = (await node.line.snapshot()).at
    await node.line.drive(now + node.settings.timing.heartbeat * 1.5)
    await presence.beat(node.line, [await volunteer_of(node, console)])
    await node.line.drive(now + node.settings.timing.heartbeat * 2.5)
    await node.line.sweep()
    assert (await console.hear("talk"))["talk"]["caller"] == "unsure"
    await caller.say("beat")
    changed = await console.hear("talk")
    assert (changed["talk"]["contact"], changed["talk"]["caller"]) == (contact, "connected")


async def test_lost_volunteer_is_told_and_the_caller_comes_first(doors: House, node: Node) -> None:
    caller, console = await doors.caller(node), await doors.console(node, "anna")
    contact = await talk(caller, console)
    now, timing = (await node.line.snapshot()).at, node.settings.timing
    await node.line.drive(now + timing.heartbeat * 1.9)
    await caller.say("beat")
    await caller.hear("beat")
    await node.line.drive(now + timing.heartbeat * 2.1)
    await node.line.sweep()
    await node.line.drive(now + timing.heartbeat * 2.2 + timing.volunteer_grace)
    await node.line.sweep()
    back = await caller.hear("contact", state="waiting")
    assert (back["contact"], back["came_back"]) == (contact, True)
    gone = await console.hear("talk_gone")
    assert (gone["contact"], gone["why"]) == (contact, "lost")
    await console.say("beat")
    assert (await console.hear("me", presence="away"))["lost_talk"]  # and is not made ready unasked
    again = await doors.console(node, "anna")  # told again whoever opens the page anew
    assert [one["lost_talk"] for one in again.heard if one["kind"] == "me"][-1:] == [True]
    bram = await doors.console(node, "bram")
    await bram.say("ready")
    assert (await bram.hear("me", presence="reserved"))["offer"]["contact"] == contact
    await again.say("ready")
    assert (await again.hear("me", presence="ready"))["lost_talk"] is False


async def test_newest_console_stays(doors: House, node: Node) -> None:
    console = await doors.console(node, "anna")
    again = await doors.console(node, "anna")
    assert await console.closed() == Close.REPLACED
    await again.say("ready")
    await again.hear("me", presence="ready")


async def test_beat_after_live_state_was_lost_makes_ready_again(doors: House, node: Node) -> None:
    console = await doors.console(node, "anna")
    await console.say("ready", chats=2)
    await console.hear("me", presence="ready")
    await forget(node)
    node.hub.mirror.load(Snapshot("0-0"))
    async with asyncio.timeout(5):
        while not node.hub.mirror.presence_counts()["ready"]:
            await console.say("beat")
            await asyncio.sleep(0.2)
    assert (await presence.look(node.line, await volunteer_of(node, console)))["chats"] == "2"


async def test_end_with_block_refuses_the_next_call(doors: House, node: Node) -> None:
    caller, console = await doors.caller(node), await doors.console(node, "anna")
    contact = await talk(caller, console)
    await console.say("end", contact=contact, block=True)
    await console.hear("me", presence="wrapup")
    again = await doors.caller(node)
    assert (await again.hear("contact"))["reason"] == "blocked"


async def test_own_talks_of_today_survive_a_reload(doors: House, node: Node) -> None:
    caller, console = await doors.caller(node), await doors.console(node, "anna")
    contact = await talk(caller, console)
    await console.say("end", contact=contact)
    await console.say("wrap_up", contact=contact, result="listened")
    await console.hear("me", presence="ready")
    async with asyncio.timeout(5):
        while True:
            page = await (await doors.visitor(node, "anna")).open("console")
            if [one["contact"] for one in (await page.hear("me"))["today"]] == [contact]:
                break


async def test_newest_console_stays_whatever_the_node(doors: House, node: Node) -> None:
    other = await doors.node()
    console = await doors.console(node, "anna")
    again = await doors.console(other, "anna")
    assert await console.closed() == Close.REPLACED
    assert await again.rest() == []
    assert not again.ws.closed
