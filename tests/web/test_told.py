"""What follows a change that is committed."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

import pytest

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.errors import EngineAwayError, StoreAwayError
from luisterlijn.facts import PersonChanged
from luisterlijn.sql.telling import tell
from luisterlijn.web import told as module
from luisterlijn.web.told import told


async def test_told_wakes_the_relay(node: Node) -> None:
    async with node.database.transaction() as connection:
        await tell(connection, node.line.id, "person.changed", clock.now(), volunteer="vanna")
    await told(node._doors)
    reader, found, after = node._reader(node.live.url), list[str](), "0-0"
    async with asyncio.timeout(10):
        while not found:
            facts = await reader.read(after, 100, 5000)
            found = [fact.volunteer for fact in facts if isinstance(fact, PersonChanged)]
            after = reader.last_id
    assert found == ["vanna"]


@pytest.mark.parametrize("away", [EngineAwayError, StoreAwayError])
async def test_told_while_a_store_is_away_leaves_it_to_the_next_sync(
    node: Node, monkeypatch: pytest.MonkeyPatch, away: type[Exception]
) -> None:
    asked = []

    async def sync(volunteers: Collection[str]) -> None:
        asked.append(volunteers)
        raise away

    monkeypatch.setattr(node._doors.roster, "sync", sync)
    await told(node._doors, ["va", "vb", "va"])
    await told(node._doors)
    assert asked == [{"va", "vb"}]


async def test_told_holds_nobody_up_while_a_store_is_silent(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    async def sync(_: Collection[str]) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(node._doors.roster, "sync", sync)
    monkeypatch.setattr(module, "LONGEST_SECONDS", 0.01)
    async with asyncio.timeout(5):
        await told(node._doors, ["va"])
