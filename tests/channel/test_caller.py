"""The caller's socket against a real node."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Any

import pytest
from sqlalchemy import insert

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.channel.protocol import Close
from luisterlijn.contact import conversation
from luisterlijn.contact.history import History
from luisterlijn.sql.tables import contact
from tests.doors import House, Page, bodies, forget, fresh_arrival, talk


async def shown(page: Page) -> dict[str, Any]:
    """The first frame that says place and wait."""
    frame = await page.hear("contact", state="waiting")
    return frame if frame["position"] is not None else await page.hear("wait")  # the arrival's fact was not yet heard


async def test_enter_shows_place_and_that_nobody_is_on(doors: House, node: Node) -> None:
    frame = await shown(await doors.caller(node, topic="grief"))
    assert (frame["position"], frame["wait"], frame["nobody_on"]) == (1, None, True)


async def test_enter_twice_is_one_contact(doors: House, node: Node) -> None:
    page = await doors.caller(node)
    await page.say("enter", consent=True, language="nl", arrival=fresh_arrival())
    frames = [await page.hear("contact"), *await page.rest()]
    assert len({frame["contact"] for frame in frames if frame["kind"] == "contact"}) == 1
    assert node.hub.mirror.waiting_count == 1


async def test_enter_said_again_on_another_socket_is_the_same_contact(doors: House, node: Node) -> None:
    first, arrival = await doors.caller(node), fresh_arrival()
    mine = (await first.hear("contact"))["contact"]
    contacts = set()
    for _ in range(2):
        again = await doors.caller(node, arrival=arrival)
        contacts.add((await again.hear("contact", state="waiting"))["contact"])
    assert (len(contacts), mine in contacts) == (1, False)
    assert node.hub.mirror.waiting_count == 2


@pytest.mark.parametrize(
    ("wish", "code", "field"),
    [
        ({"language": "xx"}, "unknown_language", "language"),
        ({"language": "nl", "topic": "weather"}, "unknown_topic", "topic"),
        ({"language": "nl", "region": "moon"}, "unknown_region", "region"),
    ],
)
async def test_enter_names_what_the_line_does_not_know(
    doors: House, node: Node, wish: dict[str, Any], code: str, field: str
) -> None:
    error = await (await doors.caller(node, **wish)).hear("error")
    assert (error["code"], error["field"], error["retry"]) == (code, field, False)


async def test_wait_told_by_a_node_that_has_just_started_rests_on_the_records(doors: House, node: Node) -> None:
    talk_ms, now = 60_000, clock.now()
    short = [
        asdict(
            History(contact=f"r{n}", last_fact="1-0", channel="chat", arrived_at=now, closed_at=now, handled_ms=talk_ms)
        )
        for n in range(200)
    ]
    async with node.database.transaction() as connection:
        await connection.execute(insert(contact), [{"line": node.line.id, **row} for row in short])
    later = await doors.node()
    async with asyncio.timeout(10):
        while not later._follower.complete:
            await asyncio.sleep(0.05)
    await talk(await doors.caller(later), await doors.console(later, "anna"))
    waits = [(await shown(await doors.caller(one)))["wait"]["high_s"] for one in (later, node)]
    assert waits[0] == 300 < waits[1]


async def test_wait_is_sent_when_the_place_changes_and_not_otherwise(doors: House, node: Node) -> None:
    first = await doors.caller(node)
    await first.hear("contact", state="waiting")  # two who arrive in the same millisecond stand in any order
    second = await doors.caller(node)
    await second.hear("contact", state="waiting")
    await second.rest()
    assert await node.ticks.broadcast() == 0
    await first.say("leave")
    await first.hear("contact", state="abandoned")
    assert (await second.hear("wait"))["position"] == 1


async def test_caller_is_told_while_a_volunteer_is_asked(doors: House, node: Node) -> None:
    page, console = await doors.caller(node), await doors.console(node, "anna")
    await page.hear("contact", state="waiting")
    await console.say("ready")
    offer = (await console.hear("me", presence="reserved"))["offer"]
    told = await page.hear("wait", asking=True)
    assert (told["position"], told["wait"], told["nobody_on"]) == (1, None, False)
    await console.say("decline", offer=offer["offer"])
    assert (await page.hear("wait", asking=False))["position"] == 1


async def test_messages_written_while_waiting_reach_the_volunteer(doors: House, node: Node) -> None:
    caller, console = await doors.caller(node), await doors.console(node, "anna")
    await caller.say("write", key="k1", body="hallo")
    await caller.say("write", key="k1", body="hallo")
    assert (await caller.hear("message"))["message"]["seq"] == 1
    assert (await caller.hear("message"))["message"]["seq"] == 1
    await console.say("ready")
    me = await console.hear("me", presence="reserved")
    assert me["offer"]["wrote_already"]
    assert bodies(console.heard) == []
    await console.say("accept", offer=me["offer"]["offer"])
    assert bodies([await console.hear("me", presence="busy")]) == ["hallo"]
    await caller.hear("receipt", delivered=1, read=0)


async def test_write_too_fast_is_refused_with_its_key(doors: House, node: Node) -> None:
    page = await doors.caller(node)
    for number in range(13):
        await page.say("write", key=f"k{number}", body="x")
    error = await page.hear("error")
    assert (error["code"], error["retry"], error["key"]) == ("too_fast", True, "k12")


async def test_write_longer_than_the_line_allows_is_refused(doors: House, node: Node) -> None:
    page = await doors.caller(node)
    await page.say("write", key="k", body="x" * 4001)
    error = await page.hear("error")
    assert (error["code"], error["field"], error["key"]) == ("too_long", "body", "k")


async def test_write_before_entering_is_refused(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node)).open("caller")
    await page.say("write", key="k", body="x")
    assert (await page.hear("error"))["code"] == "no_contact"


async def test_typing_and_receipts_travel_both_ways(doors: House, node: Node) -> None:
    caller, console = await doors.caller(node), await doors.console(node, "anna")
    contact = await talk(caller, console)
    await caller.say("typing", on=True)
    await console.hear("typing", contact=contact, on=True)
    await console.say("typing", contact=contact, on=True)
    await caller.hear("typing", contact=contact, on=True)
    await console.say("write", contact=contact, key="v1", body="dag")
    assert (await caller.hear("message"))["message"]["body"] == "dag"
    await console.hear("receipt", delivered=1, read=0)
    await caller.say("read", seq=1)
    await console.hear("receipt", delivered=1, read=1)


async def test_resume_keeps_the_place_and_sends_only_what_was_not_seen(doors: House, node: Node) -> None:
    caller, console = await doors.caller(node), await doors.console(node, "anna")
    contact = await talk(caller, console)
    ticket = next(frame["ticket"] for frame in caller.heard if frame["kind"] == "contact")
    await caller.say("write", key="k1", body="one")
    await caller.hear("message")
    await caller.ws.close()
    await console.say("write", contact=contact, key="v1", body="two")
    await console.hear("message", contact=contact)
    again = await (await doors.visitor(node)).open("caller", ticket=ticket, seen=1)
    frame = await again.hear("contact")
    assert (frame["contact"], frame["state"], bodies([frame])) == (contact, "conversation", ["two"])


async def test_resume_after_leaving_waits_at_the_first_arrival(doors: House, node: Node) -> None:
    page, other = await doors.caller(node), await doors.caller(node)
    frame = await page.hear("contact")
    await other.hear("contact")
    await page.say("leave")
    assert (await page.hear("contact", state="abandoned"))["resumable"]
    again = await (await doors.visitor(node)).open("caller", ticket=frame["ticket"])
    back = await again.hear("contact", contact=frame["contact"], state="waiting")
    assert (back["position"] or (await again.hear("wait"))["position"]) == 1


async def test_beat_after_live_state_was_lost_brings_the_contact_back(doors: House, node: Node) -> None:
    page = await doors.caller(node, topic="grief")
    frame = await page.hear("contact")
    arrived = (await conversation.look(node.line, frame["contact"])).fields["arrived"]
    await page.rest()
    await forget(node)
    await page.say("beat")
    async with asyncio.timeout(5):
        while not (fields := (await conversation.look(node.line, frame["contact"])).fields):
            await asyncio.sleep(0.01)
    assert (fields["topic"], abs(int(fields["arrived"]) - int(arrived)) < 100) == ("grief", True)


async def test_ticket_of_another_line_is_refused(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node)).open("caller", ticket="bm8.bm8")
    assert (await page.hear("error"))["code"] == "ticket_wrong"


async def test_newest_page_of_a_caller_stays(doors: House, node: Node) -> None:
    page = await doors.caller(node)
    ticket = (await page.hear("contact"))["ticket"]
    again = await (await doors.visitor(node)).open("caller", ticket=ticket)
    await again.hear("contact", state="waiting")
    assert await page.closed() == Close.REPLACED


async def test_silent_caller_is_told_to_come_back_and_keeps_the_place(doors: House, node: Node) -> None:
    page = await doors.caller(node)
    frame = await page.hear("contact")
    now = (await node.line.snapshot()).at
    timing = node.settings.timing
    await node.line.drive(now + timing.heartbeat * 2.1)
    await node.line.sweep()
    await node.line.drive(now + timing.heartbeat * 2.1 + timing.caller_grace * 1.1)
    await node.line.sweep()
    assert await page.closed() == Close.COME_BACK
    again = await (await doors.visitor(node)).open("caller", ticket=frame["ticket"])
    await again.hear("contact", contact=frame["contact"], state="waiting")


async def test_feedback_is_taken_once(doors: House, node: Node) -> None:
    caller, console = await doors.caller(node), await doors.console(node, "anna")
    contact = await talk(caller, console)
    await console.say("end", contact=contact)
    await caller.hear("contact", state="ended")
    await caller.say("feedback", helped="yes")
    assert (await caller.hear("contact"))["feedback_given"]
    await caller.say("feedback", helped="no")
    assert (await caller.hear("error"))["code"] == "not_now"


async def test_looking_while_everything_changes_misses_nothing(doors: House, node: Node) -> None:
    """Gap-free: messages are written all the while a page registers, looks, and reconnects."""
    caller, console = await doors.caller(node), await doors.console(node, "anna")
    contact = await talk(caller, console)
    ticket = next(frame["ticket"] for frame in caller.heard if frame["kind"] == "contact")
    volunteer = (await node.line.snapshot()).talking[0][1]

    async def speak() -> None:
        for number in range(60):
            await conversation.write(node.line, contact, "volunteer", volunteer, f"v{number}", str(number), most=10_000)
            await asyncio.sleep(0.002)

    async def listen(page: Page, seen: int) -> int:
        for _ in range(3):
            frame = await page.next()
            messages = [frame["message"]] if frame["kind"] == "message" else frame.get("messages", [])
            assert [one["seq"] for one in messages] == list(range(seen + 1, seen + 1 + len(messages)))
            seen += len(messages)
            if seen == 60:
                break
        return seen

    async with asyncio.TaskGroup() as group:
        group.create_task(speak())
        seen = 0
        while seen < 60:
            page = await (await doors.visitor(node)).open("caller", ticket=ticket, seen=seen)
            seen = await listen(page, seen)
            await page.ws.close()
    assert seen == 60
