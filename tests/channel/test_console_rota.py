"""What a console may do, as the rota has it: shown, refused with a reason, and true the moment the rota changes."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.sql.tables import person, sign_up
from luisterlijn.sql.telling import tell
from tests.doors import House, Page, address, forget, house, settings

HOUR = timedelta(hours=1)


async def id_of(node: Node, name: str) -> str:
    async with node.database.transaction() as connection:
        found = await connection.execute(select(person.c.id).where(person.c.email == address(node, name)))
        return str(found.scalar_one())


async def planned(
    node: Node, name: str, begins: timedelta, ends: timedelta, *only: str, first: bool = True
) -> datetime:
    """This is the shift of somebody, from and to so long from now, and it is told; when it begins."""
    who, now = await id_of(node, name), clock.now()
    async with node.database.transaction() as connection:
        if first:
            await connection.execute(delete(sign_up).where(sign_up.c.volunteer == who))
        values = {"line": node.line.id, "volunteer": who, "starts_at": now + begins, "ends_at": now + ends}
        row = {"id": f"s{begins}{who}", "state": "signed", "how": "self", "since": 0, "channels": only} | values
        await connection.execute(insert(sign_up).values(**row))
        said = {"sign_up": row["id"], "volunteer": who, "begins": now + begins, "ends": now + ends}
        await tell(connection, node.line.id, "sign_up.changed", now, state="signed", **said)
    node._doors.relay.wake()
    return now + begins


async def shown(console: Page, **wanted: Any) -> dict[str, Any]:
    """The next `me` that says so."""
    return await console.hear("me", **wanted)


async def test_console_shows_the_shift_and_that_one_may_be_ready(doors: House, node: Node) -> None:
    begins = await planned(node, "anna", -HOUR, HOUR)
    await node._doors.roster.sync()
    me = (await doors.console(node, "anna")).heard[-1]
    assert (me["may_be_ready"], me["past_end"]) == ("yes", False)
    at = datetime.fromisoformat(me["shift"]["begins"])
    assert abs(at - begins) < timedelta(milliseconds=2)
    assert me["shift"]["nothing_new_from"] is None


async def test_ready_without_a_shift_is_refused_with_a_remedy(doors: House, node: Node) -> None:
    await planned(node, "anna", 5 * HOUR, 9 * HOUR)
    await node._doors.roster.sync()
    console = await doors.console(node, "anna")
    assert console.heard[-1]["may_be_ready"] == "no_shift"
    await console.say("ready")
    refused = await console.hear("error")
    assert (refused["code"], refused["retry"]) == ("no_shift", False)
    caller = await doors.caller(node)
    await caller.hear("contact", state="waiting")
    assert all(frame["presence"] == "away" for frame in await console.rest() if frame["kind"] == "me")


async def test_ready_without_papers_is_refused_as_that(valkey: str, database_url: str) -> None:
    async with house(settings(valkey, database_url, requirements={"trainings": ["basis"]})) as doors:
        node = await doors.node()
        await doors.people(node, "anna")
        await planned(node, "anna", -HOUR, HOUR)
        await node._doors.roster.sync()
        console = await doors.console(node, "anna")
        assert (console.heard[-1]["may_be_ready"], console.heard[-1]["shift"]) == ("lacks", None)
        await console.say("ready")
        assert (await console.hear("error"))["code"] == "lacks"


async def test_check_in_before_the_shift_is_ready_when_it_begins(doors: House, node: Node) -> None:
    begins = await planned(node, "anna", timedelta(minutes=10), 4 * HOUR)
    await node._doors.roster.sync()
    console = await doors.console(node, "anna")
    assert console.heard[-1]["may_be_ready"] == "early"
    await console.say("ready")
    await shown(console, presence="away", reason="shift_not_begun")
    await doors.caller(node)
    await node.line.drive(begins - timedelta(milliseconds=1))
    await console.say("beat")
    await console.hear("beat")
    await node.line.drive(begins + timedelta(milliseconds=1))
    await node.line.sweep()
    assert (await shown(console, presence="reserved"))["may_be_ready"] == "yes"


async def test_checked_in_is_checked_in_still_after_live_state_was_lost(doors: House, node: Node) -> None:
    await planned(node, "anna", timedelta(minutes=10), 4 * HOUR)
    await node._doors.roster.sync()
    console = await doors.console(node, "anna")
    await console.say("ready")
    await shown(console, reason="shift_not_begun")
    await forget(node)
    async with asyncio.timeout(10):
        while not console.heard or console.heard[-1].get("reason") != "shift_not_begun" or len(console.heard) < 4:
            await console.say("beat")
            await console.next()


async def test_past_end_is_remembered_and_shown(doors: House, node: Node) -> None:
    await planned(node, "anna", -HOUR, timedelta(minutes=10))
    await node._doors.roster.sync()
    console = await doors.console(node, "anna")
    await console.say("ready")
    me = await shown(console, reason="shift_ending")
    assert (me["presence"], me["may_be_ready"], me["past_end"]) == ("away", "yes", False)
    assert me["shift"]["begins"] < me["shift"]["nothing_new_from"] < clock.now().isoformat()
    await console.say("ready", past_end=True)
    assert (await shown(console, presence="ready"))["past_end"] is True


async def test_fit_is_the_long_handle_time_of_the_line(doors: House, node: Node) -> None:
    await planned(node, "anna", -HOUR, 4 * HOUR)
    await node._doors.roster.sync()
    console = await doors.console(node, "anna")
    await console.say("ready")
    now = (await shown(console, presence="ready"))["shift"]
    left = datetime.fromisoformat(now["ends"]) - datetime.fromisoformat(now["nothing_new_from"])
    assert abs(left - node._doors.desk.learned().long_handle()) < timedelta(milliseconds=2)


async def test_swap_moves_the_routing_at_once(doors: House, node: Node) -> None:
    """Anna's shift becomes Bram's: the offer leaves her, and the caller is his as soon as he is ready."""
    await planned(node, "anna", -HOUR, HOUR)
    await planned(node, "bram", 5 * HOUR, 6 * HOUR)
    await node._doors.roster.sync()
    anna, bram = await doors.console(node, "anna"), await doors.console(node, "bram")
    await anna.say("ready")
    await shown(anna, presence="ready")
    await doors.caller(node)
    await shown(anna, presence="reserved")
    await planned(node, "anna", 5 * HOUR, 6 * HOUR)
    await planned(node, "bram", -HOUR, HOUR)
    me = await shown(anna, presence="away", reason="no_shift")
    assert (me["may_be_ready"], me["offer"]) == ("no_shift", None)
    await shown(bram, may_be_ready="yes")
    await bram.say("ready")
    await shown(bram, presence="reserved")


async def test_rota_rises_with_the_own_shifts_and_not_with_those_of_others(doors: House, node: Node) -> None:
    anna, bram = await doors.console(node, "anna"), await doors.console(node, "bram")
    before = anna.heard[-1]["rota"]
    await planned(node, "anna", 30 * HOUR, 31 * HOUR, first=False)
    async with asyncio.timeout(10):
        while (await shown(anna))["rota"] <= before:
            pass
    assert [frame for frame in await bram.rest() if frame["kind"] == "me"] == []


async def test_rota_rises_for_everybody_with_the_shifts_of_the_line(doors: House, node: Node) -> None:
    anna, bram = await doors.console(node, "anna"), await doors.console(node, "bram")
    now = clock.now()
    async with node.database.transaction() as connection:
        await tell(connection, node.line.id, "shift.changed", now, begins=now, ends=now + HOUR)
    for console in (anna, bram):
        assert (await shown(console))["rota"] == 1


async def test_shift_for_fewer_channels_is_shown_as_that(doors: House, node: Node) -> None:
    await planned(node, "anna", -HOUR, 4 * HOUR, "chat")
    await node._doors.roster.sync()
    async with node.database.transaction() as connection:
        mine = person.c.id == await id_of(node, "anna")
        await connection.execute(update(person).where(mine).values(channels=["chat", "phone"]))
    console = await doors.console(node, "anna")
    assert console.heard[-1]["shift"]["only"] == []
    await console.say("ready")
    assert (await shown(console, presence="ready"))["shift"]["only"] == ["chat"]
    await planned(node, "anna", -HOUR, 4 * HOUR)
    await node._doors.roster.sync()
    while (await shown(console, presence="ready"))["shift"]["only"]:
        pass
