"""An older live state comes back, as after a failover to a stale replica: nobody is lost, double-booked or told a lie."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from luisterlijn.app import Node
from luisterlijn.contact import conversation
from luisterlijn.live import keys
from luisterlijn.live.client import client
from luisterlijn.sql.tables import contact as rows
from luisterlijn.volunteer import presence
from tests.doors import House, Page, house, settings, talk

HEARTBEAT = 0.5


@pytest.fixture
async def doors(valkey: str, database_url: str) -> AsyncIterator[House]:
    """Matching is held for two heartbeats after a loss: short ones."""
    async with house(settings(valkey, database_url, timing={"heartbeat": HEARTBEAT, "volunteer_grace": 60})) as opened:
        yield opened


@pytest.fixture
async def node(doors: House) -> Node:
    node = await doors.node()
    await doors.people(node, "anna", "bram", may_take_two=True)
    return node


class Replica:
    """Live state as it was once; it may take the place of what is there now."""

    def __init__(self, node: Node) -> None:
        self._redis: Any = client(node.live.url)
        self._every = f"{keys.root(node.line.id)}*"
        self._held: dict[str, tuple[bytes, int]] = {}
        self._raw: Any = None

    async def freeze(self) -> None:
        """From now on it hears nothing."""
        for name in await self._redis.keys(self._every):
            self._held[name] = (await self._dump(name), max(await self._redis.pttl(name), 0))

    async def _dump(self, name: str) -> bytes:
        answer: bytes = await self._redis.execute_command("DUMP", name, NEVER_DECODE=True)
        return answer

    async def promote(self) -> None:
        """It is the primary now, and every connection is a new one."""
        at_once = self._redis.pipeline(transaction=True)  # the node goes on calling meanwhile
        at_once.delete(*await self._redis.keys(self._every))
        for name, (dumped, left) in self._held.items():
            at_once.restore(name, left, dumped, replace=True)
        await at_once.execute()
        await self._redis.client_kill_filter(_type="normal", skipme=True)
        await self._redis.aclose()


async def beats(*pages: Page) -> None:
    """Prove that these pages are there, until cancelled."""
    while True:
        for page in pages:
            await page.say("beat")
        await asyncio.sleep(HEARTBEAT / 2)


async def fields_of(node: Node, contact: str) -> dict[str, str]:
    return (await conversation.look(node.line, contact)).fields


async def test_failover_to_a_stale_replica_loses_and_doubles_nobody(doors: House, node: Node) -> None:
    early = await doors.caller(node)
    first = (await early.hear("contact", state="waiting"))["contact"]
    anna, bram = await doors.console(node, "anna"), await doors.console(node, "bram")
    replica = Replica(node)
    await replica.freeze()
    assert await talk(early, anna) == first  # of this and all that follows the replica hears nothing
    await early.say("write", key="k1", body="een")
    await early.hear("message")
    late = await doors.caller(node)
    second = (await late.hear("contact", state="waiting"))["contact"]
    await anna.say("drain", on=True)
    await anna.hear("me", draining=True)
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        beating = group.create_task(beats(early, late, anna, bram))
        await replica.promote()
        back = await early.hear("contact", state="waiting")
        assert (back["contact"], back["came_back"]) == (first, True)
        assert (await anna.hear("talk_gone", contact=first))["why"] == "lost"
        await anna.hear("me", presence="away")  # she was to stop after this one
        await bram.say("ready")
        offer = (await bram.hear("me", presence="reserved"))["offer"]
        assert offer["contact"] == first
        await bram.say("accept", offer=offer["offer"])
        await early.hear("contact", state="conversation")
        await early.say("write", key="k2", body="twee")
        assert (await early.hear("message"))["message"]["seq"] == 2
        assert [(await fields_of(node, one))["state"] for one in (first, second)] == ["conversation", "waiting"]
        assert (await presence.look(node.line, anna_id(node)))["talks"] == ""
        beating.cancel()


def anna_id(node: Node) -> str:
    """Of the volunteer who is away now."""
    return next(one.volunteer for one in node.hub.mirror._volunteers.values() if one.presence == "away")


async def test_talk_that_had_ended_stays_over_when_an_older_state_comes_back(doors: House, node: Node) -> None:
    caller = await doors.caller(node)
    await caller.hear("contact", state="waiting")
    anna = await doors.console(node, "anna")
    contact = await talk(caller, anna)
    replica = Replica(node)
    await replica.freeze()
    await anna.say("end", contact=contact)
    await caller.hear("contact", state="ended")
    await anna.hear("me", presence="wrapup")
    await anna.say("wrap_up", contact=contact)
    await anna.hear("me", presence="ready")
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        beating = group.create_task(beats(caller, anna))
        epoch = node.line.epoch
        await replica.promote()
        async with asyncio.timeout(10):
            while node.line.epoch == epoch or (await fields_of(node, contact))["state"] != "closed":
                await asyncio.sleep(0.05)
            while node.hub.mirror.presence_counts()["ready"] != 1:
                await asyncio.sleep(0.05)
        beating.cancel()
    assert [frame for frame in anna.heard if frame["kind"] == "me"][-1]["talks"] == []
    assert [frame["state"] for frame in caller.heard if frame["kind"] == "contact"][-1] == "ended"
    async with asyncio.timeout(10):
        while not (kept := await closed(node)):
            await asyncio.sleep(0.05)
    assert [(one.outcome, one.talked_ms < 60_000) for one in kept] == [("answered", True)]


async def closed(node: Node) -> list[Any]:
    """Rows of contacts that are over."""
    async with node.database.transaction() as connection:
        return list(await connection.execute(select(rows).where(rows.c.closed_at.is_not(None))))


async def test_volunteer_on_a_break_is_not_put_back_to_ready_by_an_older_state(doors: House, node: Node) -> None:
    anna, bram = await doors.console(node, "anna"), await doors.console(node, "bram")
    await anna.say("ready")
    await anna.hear("me", presence="ready")
    replica = Replica(node)
    await replica.freeze()
    await anna.say("pause")
    await anna.hear("me", presence="away")
    await bram.say("ready")
    await bram.hear("me", presence="ready")
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        beating, epoch = group.create_task(beats(anna, bram)), node.line.epoch
        await replica.promote()
        while node.line.epoch == epoch:
            await asyncio.sleep(0.05)
        await doors.caller(node)
        offer = await bram.hear("me", presence="reserved")
        assert offer["offer"] is not None
        assert (await presence.look(node.line, anna_id(node)))["wanted"] == "away"
        beating.cancel()
