"""A channel opened or closed by hand: for who arrives, on every node, noted, and kept through a restart."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from luisterlijn.app import Node
from luisterlijn.sql.tables import audit
from tests.doors import House, Visitor, forget

NEVER = {"days": ["mon"], "opens": "03:00", "closes": "03:01"}


async def told(visitor: Visitor, *, is_open: bool) -> None:
    """The line says so within a second."""
    async with asyncio.timeout(1):
        while (await (await visitor.get("/api/v1/line")).json())["open"] is not is_open:
            await asyncio.sleep(0.02)


async def test_channel_closed_by_hand_refuses_arrivals_and_keeps_who_waits(doors: House, node: Node) -> None:
    other = await doors.node()
    cora, elsewhere = await doors.visitor(node, "cora"), await doors.visitor(other)
    waiting = await doors.caller(node)
    await waiting.hear("contact", state="waiting")
    assert (await cora.post("/api/v1/switch", json={"channel": "chat", "state": "closed"})).status == 204
    await told(elsewhere, is_open=False)
    late = await doors.caller(other)
    refused = await late.hear("contact")
    assert (refused["state"], refused["reason"]) == ("refused", "closed")
    console = await doors.console(node, "anna")
    await console.say("ready")
    await console.hear("me", presence="reserved")
    figures = await (await cora.get("/api/v1/figures")).json()
    assert figures["open"] is False
    assert [(one["channel"], one["open"], one["by_hand"]) for one in figures["channels"]] == [
        ("chat", False, True),
        ("phone", True, False),
    ]


async def test_channel_opened_by_hand_is_open_outside_its_hours(doors: House, node: Node) -> None:
    assert node.settings.line.chat_hours == ()
    line = doors.settings.line
    seldom = line.model_validate(line.model_dump() | {"chat_hours": [NEVER]})
    doors.settings = doors.settings.model_copy(update={"line": seldom})
    night = await doors.node()
    cora = await doors.visitor(night, "cora")
    assert (await (await cora.get("/api/v1/line")).json())["open"] is False
    await cora.post("/api/v1/switch", json={"channel": "chat", "state": "open"})
    await told(cora, is_open=True)
    assert (await (await doors.caller(night)).hear("contact"))["state"] == "waiting"
    await cora.post("/api/v1/switch", json={"channel": "chat", "state": "by_hours"})
    await told(cora, is_open=False)
    assert (await (await doors.caller(night)).hear("contact"))["reason"] == "closed"


async def test_switch_survives_a_restart_of_the_node(doors: House, node: Node) -> None:
    cora = await doors.visitor(node, "cora")
    await cora.post("/api/v1/switch", json={"channel": "chat", "state": "closed"})
    later = await doors.node()
    assert (await (await (await doors.visitor(later)).get("/api/v1/line")).json())["open"] is False


async def test_switch_is_noted(doors: House, node: Node) -> None:
    cora = await doors.visitor(node, "cora")
    await cora.post("/api/v1/switch", json={"channel": "phone", "state": "closed"})
    who = select(audit.c.what, audit.c.about, audit.c.detail).where(audit.c.what == "channel.switched")
    async with node.database.transaction() as connection:
        assert [tuple(row) for row in await connection.execute(who)] == [
            ("channel.switched", "phone", {"state": "closed"})
        ]


@pytest.mark.parametrize(("name", "status"), [("anna", 403), (None, 401)])
async def test_switch_is_for_coordinators(doors: House, node: Node, name: str | None, status: int) -> None:
    visitor = await doors.visitor(node, name)
    answer = await visitor.post("/api/v1/switch", json={"channel": "chat", "state": "closed"})
    assert answer.status == status
    assert (await (await visitor.get("/api/v1/line")).json())["open"] is True


async def test_switch_is_remembered_when_live_state_was_lost(doors: House, node: Node) -> None:
    cora = await doors.visitor(node, "cora")
    await cora.post("/api/v1/switch", json={"channel": "chat", "state": "closed"})
    await told(cora, is_open=False)
    epoch = node.line.epoch
    await forget(node)
    async with asyncio.timeout(10):
        while node.line.epoch == epoch or node.hub.mirror.switch("chat") != "closed":
            await asyncio.sleep(0.05)
    late = await doors.caller(node)
    assert (await late.hear("contact"))["reason"] == "closed"
