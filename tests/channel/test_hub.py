"""The hub: what it tells whom, two nodes, and what happens after a gap."""

from __future__ import annotations

import asyncio

from structlog.testing import capture_logs

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.channel.hub import Hub, snapshot_of
from luisterlijn.contact import conversation
from luisterlijn.live.line import Line, Rows
from luisterlijn.live.stream import Batch
from luisterlijn.live.tasks import cancelled, spawn
from luisterlijn.live.valkey import Live
from tests.doors import House, forget, talk


async def test_two_nodes_serve_one_conversation(doors: House, node: Node) -> None:
    other = await doors.node()
    caller, console = await doors.caller(node), await doors.console(other, "anna")
    contact = await talk(caller, console)
    await caller.say("write", key="k1", body="from one")
    assert (await console.hear("message"))["message"]["body"] == "from one"
    await console.say("write", contact=contact, key="v1", body="from two")
    assert [(await caller.hear("message"))["message"]["body"] for _ in range(2)] == ["from one", "from two"]
    await console.say("typing", contact=contact, on=True)
    await caller.hear("typing", on=True)


async def test_gap_in_notices_makes_every_session_look_again(doors: House, node: Node) -> None:
    caller, console = await doors.caller(node), await doors.console(node, "anna")
    contact = await talk(caller, console)
    await caller.rest()
    volunteer = (await node.line.snapshot()).talking[0][1]
    deaf = node.hub._contacts
    deaf.remove(contact, node.hub.owner("caller", contact))  # type: ignore[arg-type]  # the notice is lost
    await conversation.write(node.line, contact, "volunteer", volunteer, "v1", "missed?", most=10)
    assert await caller.rest() == []
    assert node.hub._take(Batch([], [], lagged=True)) is False
    for session in node.hub.sessions:
        session.refresh()
    assert (await caller.hear("message"))["message"]["body"] == "missed?"


async def test_lost_live_state_is_made_anew_without_a_word_from_the_page(doors: House, node: Node) -> None:
    page = await doors.caller(node)
    frame = await page.hear("contact")
    before = node.line.epoch
    await forget(node)
    async with asyncio.timeout(5):
        while node.line.epoch == before or not node.hub.mirror.waiting_count:
            await asyncio.sleep(0.01)
    assert [one.contact for one in node.hub.mirror.head(9)] == [frame["contact"]]
    states = {one["state"] for one in [*page.heard, *await page.rest()] if one["kind"] == "contact"}
    assert states == {"waiting"}


async def test_what_does_not_concern_a_session_is_not_sent(doors: House, node: Node) -> None:
    bystander = await doors.console(node, "bram")
    caller, console = await doors.caller(node), await doors.console(node, "anna")
    await talk(caller, console)
    await caller.say("write", key="k1", body="private")
    assert (await console.hear("message"))["message"]["body"] == "private"
    assert await bystander.rest() == []


def test_snapshot_of_reads_the_rows_of_the_engine() -> None:
    rows = Rows(
        "5-1",
        "6-1",
        None,  # type: ignore[arg-type]  # not read
        [["c1", "1000", "chat.nl.any.any", "2000", "3", "offered"]],
        [["c2", "v1", "4", "chat", "1", "2000", "cora"]],
        [["v1", "busy", "1", "chat.nl.any.any", "9", "unsure"]],
        [["c1", "v2"]],
        ["", "closed"],
    )
    snapshot = snapshot_of(rows)
    assert snapshot.at_id == "5-1"
    assert [(one.contact, one.order_key, one.version, one.on_offer) for one in snapshot.waiting] == [
        ("c1", 1000.0, 3, True)
    ]
    [talk] = snapshot.talking
    assert (talk.contact, talk.volunteer, talk.channel) == ("c2", "v1", "chat")
    assert (talk.hand, talk.hand_at, talk.coordinator) == (True, clock.from_ms(2000), "cora")
    assert [(one.presence, one.draining, one.lanes, one.heard) for one in snapshot.volunteers] == [
        ("busy", True, ("chat.nl.any.any",), False)
    ]
    assert snapshot.declined == (("c1", "v2"),)
    assert snapshot.switches == (("chat", "by_hours"), ("phone", "closed"))


async def test_valkey_that_cannot_be_reached_is_said_once(node: Node) -> None:
    nowhere = Line(Live("unix:///nowhere/valkey.sock"), "t", node.settings.timing, node.settings.limits)
    hub = Hub(nowhere, node.hub.mirror)
    with capture_logs() as lines:
        task = spawn(hub.run(), name="hub")
        async with asyncio.timeout(10):
            while nowhere.live.calls < 3:
                await asyncio.sleep(0.01)
        await cancelled(task)
    assert [line["event"] for line in lines].count("hub.waits") == 1
    await nowhere.live.close()
