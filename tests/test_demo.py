from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from luisterlijn import demo
from luisterlijn.app import Node
from luisterlijn.live.embedded import EmbeddedValkey
from luisterlijn.live.tasks import cancelled, spawn
from tests.journeys.house import settings


@pytest.fixture
async def node(home: Path, database_url: str) -> AsyncIterator[Node]:
    async with (
        EmbeddedValkey(home, fsync="no") as valkey,
        Node(settings(data_dir=home, valkey_url=valkey.url, database_url=database_url)) as node,
    ):
        await node.database.wait_ready()
        yield node


async def test_played_caller_and_volunteer_find_each_other_through_the_public_doors(node: Node) -> None:
    dice = random.Random(7)
    emails = await demo._seeded(node.database, 1, node.settings.line)
    jar = demo._jar(node.url)
    async with aiohttp.ClientSession(cookie_jar=jar) as inside, aiohttp.ClientSession() as outside:
        volunteer = spawn(demo.PlayedVolunteer(node.url, emails[0], dice).serve(inside), name="volunteer")
        caller = spawn(demo.PlayedCaller(node.url, dice).call(outside), name="caller")
        async with asyncio.timeout(30):
            while node.hub.mirror.in_conversation == 0:
                await asyncio.sleep(0.05)
        await cancelled(caller, volunteer)


async def test_people_of_the_demo_are_added_once(node: Node) -> None:
    first = await demo._seeded(node.database, 0, node.settings.line)
    again = await demo._seeded(node.database, 0, node.settings.line)
    assert (first, again) == ([], [])


def test_settings_of_the_demo_have_room_for_a_crowd() -> None:
    assert demo.demo_settings().limits.most_per_caller >= 100_000


def test_settings_of_the_demo_may_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "line.toml"
    file.write_text("[timing]\nrest = 7\n")
    monkeypatch.setenv("LUISTERLIJN_LIMITS__MOST_WAITING", "1")
    limits, timing = demo.demo_settings(file).limits, demo.demo_settings(file).timing
    assert (limits.most_waiting, limits.most_per_caller, timing.rest.total_seconds()) == (1, 100_000, 7)
