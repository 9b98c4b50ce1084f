"""A coordinator in a conversation, against real nodes: asked in, seen by both, reading, speaking aside, and out again."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.channel.names import UNNAMED
from luisterlijn.contact import conversation
from luisterlijn.contact import help as helping
from tests.doors import House, Page, forget, talk

SOON = timedelta(seconds=100)
PAST_THE_GRACE = timedelta(seconds=185)  # two heartbeats and the grace are 180 s in these tests


async def in_talk(doors: House, node: Node, *, elsewhere: Node | None = None) -> tuple[Page, Page, str]:
    """A caller and Anna in conversation, who has raised her hand."""
    caller, console = await doors.caller(node), await doors.console(elsewhere or node, "anna")
    contact = await talk(caller, console)
    await console.say("hand", contact=contact, on=True)
    await shown_talk(console, hand=True)
    return caller, console, contact


async def cora(doors: House, node: Node) -> Page:
    page = await (await doors.visitor(node, "cora")).open("dashboard")
    await page.hear("board")
    return page


async def shown_talk(console: Page, **wanted: Any) -> dict[str, Any]:
    """The volunteer's conversation, once it is shown so."""
    while True:
        frame = await console.next()
        talks: list[dict[str, Any]] = [frame["talk"]] if frame["kind"] == "talk" else frame.get("talks", [])
        for one in talks:
            if all(one[name] == value for name, value in wanted.items()):
                return one


def shown(frame: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["by"], one["body"]) for one in frame["messages"]]


async def test_hand_is_on_the_wall_with_the_name_and_comes_down_again(doors: House, node: Node) -> None:
    dashboard = await cora(doors, node)
    _, console, contact = await in_talk(doors, node)
    hand = (await on_the_wall(dashboard, 1))[0]
    assert (hand["contact"], hand["volunteer"], hand["joined"]) == (contact, "Anna", None)
    await console.say("hand", contact=contact, on=False)
    await shown_talk(console, hand=False)
    assert await on_the_wall(dashboard, 0) == []


async def on_the_wall(dashboard: Page, count: int) -> list[dict[str, Any]]:
    """The hands, once there are so many and their names were read."""
    while True:
        hands: list[dict[str, Any]] = (await dashboard.hear("board"))["hands"]
        if len(hands) == count and UNNAMED not in str(hands):
            return hands


async def test_join_is_seen_by_both_and_brings_the_whole_conversation(doors: House, node: Node) -> None:
    other = await doors.node()
    caller, console, contact = await in_talk(doors, node, elsewhere=other)
    await caller.say("write", key="k1", body="ik durf niet verder")
    await console.hear("message")
    dashboard = await cora(doors, await doors.node())
    await dashboard.say("join", contact=contact)
    joined = await dashboard.hear("joined")
    assert (joined["contact"], joined["volunteer"], joined["caller"]) == (contact, "Anna", "connected")
    assert (shown(joined), joined["asides"]) == ([("caller", "ik durf niet verder")], [])
    assert (await caller.hear("contact", coordinator=True))["state"] == "conversation"
    assert (await shown_talk(console, coordinator="Cora"))["hand"] is False
    assert [one["joined"] for one in await on_the_wall(dashboard, 1)] == ["Cora"]


async def test_nothing_is_read_before_both_pages_were_sent_that_somebody_reads(doors: House, node: Node) -> None:
    """The pages are held back one by one: the coordinator's first message comes after what tells the last of them."""
    caller, console, contact = await in_talk(doors, node)
    await caller.say("write", key="k1", body="hallo")
    await console.hear("message")
    dashboard = await cora(doors, node)
    node.hub.unfollow_contact(contact, node.hub.owner("caller", contact))  # type: ignore[arg-type]  # hears of nothing
    await dashboard.say("join", contact=contact)
    await shown_talk(console, coordinator="Cora")
    assert "joined" not in {frame["kind"] for frame in await dashboard.rest()}
    node.hub.owner("caller", contact).refresh()  # type: ignore[union-attr]  # and now it does
    await caller.hear("contact", coordinator=True)
    assert shown(await dashboard.hear("joined")) == [("caller", "hallo")]


async def test_words_and_asides_go_to_whom_they_are_for(doors: House, node: Node) -> None:
    caller, console, contact = await in_talk(doors, node)
    dashboard = await cora(doors, node)
    await dashboard.say("join", contact=contact)
    await dashboard.hear("joined")
    await caller.say("write", key="k1", body="van de beller")
    assert (await dashboard.hear("message"))["message"]["body"] == "van de beller"
    await console.say("write", contact=contact, key="v1", body="van Anna")
    assert (await dashboard.hear("message"))["message"]["body"] == "van Anna"
    await console.say("aside", contact=contact, key="a1", body="wat zeg ik?")
    for page in (console, dashboard):
        aside = await page.hear("aside")
        assert (aside["seq"], aside["by"], aside["key"], aside["body"]) == (1, "volunteer", "a1", "wat zeg ik?")
    await dashboard.say("aside", contact=contact, key="b1", body="vraag naar zijn dag")
    for page in (console, dashboard):
        assert (await page.hear("aside"))["body"] == "vraag naar zijn dag"
    assert "aside" not in {frame["kind"] for frame in [*caller.heard, *await caller.rest()]}
    assert "zijn dag" not in str(caller.heard)


async def test_aside_said_again_is_acknowledged_again_and_kept_once(doors: House, node: Node) -> None:
    _, console, contact = await in_talk(doors, node)
    dashboard = await cora(doors, node)
    await dashboard.say("join", contact=contact)
    await dashboard.hear("joined")
    for page, key in ((console, "a1"), (dashboard, "b1")):
        for _ in range(2):
            await page.say("aside", contact=contact, key=key, body="een keer")
            assert (await page.hear("aside", key=key))["key"] == key
    assert len(await helping.asides(node.line, contact, await volunteer_of(node, contact))) == 2


async def volunteer_of(node: Node, contact: str) -> str:
    return (await conversation.look(node.line, contact)).fields["volunteer"]


async def test_console_that_opens_again_is_told_who_is_there_and_what_was_said_aside(doors: House, node: Node) -> None:
    _, console, contact = await in_talk(doors, node)
    dashboard = await cora(doors, node)
    await dashboard.say("join", contact=contact)
    await dashboard.hear("joined")
    await dashboard.say("aside", contact=contact, key="b1", body="ik ben er")
    await console.hear("aside")
    again = await (await doors.visitor(node, "anna")).open("console")
    assert (await again.hear("me", presence="busy"))["talks"][0]["coordinator"] == "Cora"
    assert (await again.hear("aside"))["body"] == "ik ben er"


async def test_part_is_seen_by_both(doors: House, node: Node) -> None:
    caller, console, contact = await in_talk(doors, node)
    dashboard = await cora(doors, node)
    await dashboard.say("join", contact=contact)
    await dashboard.hear("joined")
    await caller.hear("contact", coordinator=True)
    await shown_talk(console, coordinator="Cora")
    await dashboard.say("part", contact=contact)
    assert (await dashboard.hear("joined_over"))["why"] == "parted"
    await caller.hear("contact", coordinator=False)
    await shown_talk(console, coordinator=None)
    await caller.say("write", key="k2", body="weer onder ons")
    await console.hear("message")
    assert {frame["kind"] for frame in await dashboard.rest()} <= {"board"}


async def test_end_of_the_talk_is_the_end_for_the_coordinator(doors: House, node: Node) -> None:
    _, console, contact = await in_talk(doors, node)
    dashboard = await cora(doors, node)
    await dashboard.say("join", contact=contact)
    await dashboard.hear("joined")
    await console.say("end", contact=contact)
    assert await dashboard.hear("joined_over") == {"kind": "joined_over", "contact": contact, "why": "ended"}
    wrapup = await shown_talk(console, state="wrapup")
    assert (wrapup["hand"], wrapup["coordinator"]) == (False, None)


async def test_transfer_taken_over_is_the_end_for_the_coordinator(doors: House, node: Node) -> None:
    caller, console, contact = await in_talk(doors, node)
    dashboard, bram = await cora(doors, node), await doors.console(node, "bram")
    await dashboard.say("join", contact=contact)
    await dashboard.hear("joined")
    await bram.say("ready")
    await console.say("transfer", contact=contact)
    await bram.say("accept", offer=(await bram.hear("me", presence="reserved"))["offer"]["offer"])
    taken = (await bram.hear("me", presence="busy"))["talks"][0]
    assert (taken["hand"], taken["coordinator"]) == (False, None)
    assert (await dashboard.hear("joined_over"))["why"] == "ended"
    await caller.hear("contact", coordinator=False)


@pytest.mark.parametrize("parts", [False, True])
async def test_socket_gone_is_out_once_the_grace_is_over(doors: House, node: Node, *, parts: bool) -> None:
    caller, console, contact = await in_talk(doors, node)
    dashboard, now = await cora(doors, node), clock.now()
    await dashboard.say("join", contact=contact)
    await dashboard.hear("joined")
    await caller.hear("contact", coordinator=True)
    await dashboard.ws.close()
    await node.line.drive(now + SOON)
    for page in (caller, console):
        await page.say("beat")
        await page.hear("beat")
    if parts:
        await node.line.drive(now + PAST_THE_GRACE)
        await caller.hear("contact", coordinator=False)
        return
    again = await cora(doors, node)  # reloaded in time: the same coordinator is in it still
    await again.say("join", contact=contact)
    await again.hear("joined")
    await node.line.drive(now + PAST_THE_GRACE)
    assert {frame.get("coordinator", True) for frame in await caller.rest()} <= {True}


async def test_page_that_comes_back_goes_on_where_it_was_or_hears_that_it_is_over(doors: House, node: Node) -> None:
    caller, console, contact = await in_talk(doors, node)
    dashboard = await cora(doors, node)
    await dashboard.say("join", contact=contact)
    await dashboard.hear("joined")
    await dashboard.ws.close()
    await caller.say("write", key="k1", body="intussen")
    await console.hear("message")
    again = await (await doors.visitor(node, "cora")).open("dashboard", joined=contact)
    assert shown(await again.hear("joined")) == [("caller", "intussen")]
    await again.ws.close()
    await console.say("end", contact=contact)
    await console.hear("me", presence="wrapup")
    last = await (await doors.visitor(node, "cora")).open("dashboard", joined=contact)
    assert (await last.hear("joined_over"))["why"] == "ended"


async def test_page_cannot_claim_to_be_in_a_conversation(doors: House, node: Node) -> None:
    _, _, contact = await in_talk(doors, node)
    page = await (await doors.visitor(node, "cora")).open("dashboard", joined=contact)
    assert (await page.hear("joined_over"))["why"] == "parted"
    assert "joined" not in {frame["kind"] for frame in [*page.heard, *await page.rest()]}


async def test_heartbeats_of_the_dashboard_prove_the_coordinator(doors: House, node: Node) -> None:
    caller, console, contact = await in_talk(doors, node)
    dashboard, now = await cora(doors, node), clock.now()
    await dashboard.say("join", contact=contact)
    await dashboard.hear("joined")
    await node.line.drive(now + SOON)
    for page in (caller, console, dashboard):
        await page.say("beat")
        await page.hear("beat")
    await node.line.drive(now + PAST_THE_GRACE)
    assert "joined_over" not in {frame["kind"] for frame in await dashboard.rest()}
    assert (await conversation.look(node.line, contact)).fields["coordinator"] != ""


async def test_coordinator_who_logs_out_is_out_at_once(doors: House, node: Node) -> None:
    caller, _, contact = await in_talk(doors, node)
    visitor = await doors.visitor(node, "cora")
    dashboard = await visitor.open("dashboard")
    await dashboard.say("join", contact=contact)
    await dashboard.hear("joined")
    await caller.hear("contact", coordinator=True)
    await visitor.post("/api/v1/logout")
    await caller.hear("contact", coordinator=False)


async def test_second_join_parts_the_first(doors: House, node: Node) -> None:
    _, anna, first = await in_talk(doors, node)
    other, bram = await doors.caller(node), await doors.console(node, "bram")
    second = await talk(other, bram)
    await bram.say("hand", contact=second, on=True)
    await shown_talk(bram, hand=True)
    dashboard = await cora(doors, node)
    await dashboard.say("join", contact=first)
    await dashboard.hear("joined", contact=first)
    await shown_talk(anna, coordinator="Cora")
    await dashboard.say("join", contact=second)
    assert await dashboard.hear("joined_over") == {"kind": "joined_over", "contact": first, "why": "parted"}
    await dashboard.hear("joined", contact=second)
    await shown_talk(anna, coordinator=None)


async def test_second_dashboard_of_the_coordinator_takes_them_out_of_the_first(doors: House, node: Node) -> None:
    _, _, first = await in_talk(doors, node)
    other, bram = await doors.caller(node), await doors.console(node, "bram")
    second = await talk(other, bram)
    await bram.say("hand", contact=second, on=True)
    await shown_talk(bram, hand=True)
    pages = [await cora(doors, node), await cora(doors, await doors.node())]
    for page, contact in zip(pages, (first, second), strict=True):
        await page.say("join", contact=contact)
        await page.hear("joined", contact=contact)
    assert (await pages[0].hear("joined_over"))["why"] == "parted"


@pytest.mark.parametrize(
    ("asked", "code"), [("nobody", "not_talking"), ("not_raised", "nobody_asked"), ("taken", "already_joined")]
)
async def test_join_is_refused_with_the_reason(doors: House, node: Node, asked: str, code: str) -> None:
    contact = "nobody"
    if asked != "nobody":
        _, console, contact = await in_talk(doors, node)
        if asked == "not_raised":
            await console.say("hand", contact=contact, on=False)
            await shown_talk(console, hand=False)
        else:
            await helping.join(node.line, contact, "somebody")
    dashboard = await cora(doors, node)
    await dashboard.say("join", contact=contact)
    error = await dashboard.hear("error")
    assert (error["code"], error["retry"]) == (code, False)
    assert "joined" not in {frame["kind"] for frame in await dashboard.rest()}


async def test_word_aside_from_outside_is_refused(doors: House, node: Node) -> None:
    _, console, contact = await in_talk(doors, node)
    dashboard = await cora(doors, node)
    for page in (console, dashboard):
        await page.say("aside", contact=contact, key="k", body="hallo?")
        error = await page.hear("error")
        assert (error["code"], error["key"]) == ("nobody_there", "k")


async def test_change_of_the_callers_connection_is_shown(doors: House, node: Node) -> None:
    caller, _, contact = await in_talk(doors, node)
    await caller.say("write", key="k1", body="hallo")
    dashboard = await cora(doors, node)
    await dashboard.say("join", contact=contact)
    before = await dashboard.hear("joined")
    await node.line.drive(clock.now() + timedelta(seconds=125))
    after = await dashboard.hear("joined", caller="unsure")
    assert shown(before) == shown(after) == [("caller", "hallo")]


async def test_lost_live_state_is_the_end_for_the_coordinator(doors: House, node: Node) -> None:
    _, _, contact = await in_talk(doors, node)
    dashboard = await cora(doors, node)
    await dashboard.say("join", contact=contact)
    await dashboard.hear("joined")
    await forget(node)
    async with asyncio.timeout(10):
        assert (await dashboard.hear("joined_over"))["why"] == "ended"
