from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from luisterlijn import demo
from luisterlijn.app import Node
from luisterlijn.live.embedded import EmbeddedValkey
from luisterlijn.live.tasks import cancelled, spawn
from luisterlijn.volunteer.profile import ROLES
from tests.doors import walk_in
from tests.journeys.house import settings


@pytest.fixture
async def node(home: Path, database_url: str) -> AsyncIterator[Node]:
    async with (
        EmbeddedValkey(home, fsync="no") as valkey,
        Node(settings(data_dir=home, valkey_url=valkey.url, database_url=database_url, timing={"rest": 0})) as node,
    ):
        await node.database.wait_ready()
        yield node


async def test_played_caller_and_volunteer_find_each_other_through_the_public_doors(node: Node) -> None:
    dice = random.Random(7)
    emails = await demo._seeded(node.database, 1, node.settings.line)
    await node._doors.roster.sync(await walk_in(node.database, *emails))
    jar = demo._jar(node.url)
    async with aiohttp.ClientSession(cookie_jar=jar) as inside, aiohttp.ClientSession() as outside:
        volunteer = spawn(demo.PlayedVolunteer(node.url, emails[0], dice).serve(inside), name="volunteer")
        caller = spawn(demo.PlayedCaller(node.url, dice).call(outside), name="caller")
        async with asyncio.timeout(30):
            while node.hub.mirror.in_conversation == 0:
                await asyncio.sleep(0.05)
        await cancelled(caller, volunteer)


async def test_played_volunteer_without_a_shift_walks_in(node: Node) -> None:
    emails = await demo._seeded(node.database, 1, node.settings.line)
    await node._doors.roster.sync()
    async with aiohttp.ClientSession(cookie_jar=demo._jar(node.url)) as session:
        volunteer = spawn(demo.PlayedVolunteer(node.url, emails[0], random.Random(7)).serve(session), name="volunteer")
        async with asyncio.timeout(30):
            while node.hub.mirror.presence_counts()["ready"] == 0:
                await asyncio.sleep(0.05)
        await cancelled(volunteer)


async def test_people_of_the_demo_are_added_once(node: Node) -> None:
    first = await demo._seeded(node.database, 0, node.settings.line)
    again = await demo._seeded(node.database, 0, node.settings.line)
    assert (first, again) == ([], [])


async def test_demo_names_somebody_of_every_role_to_try(node: Node, capsys: pytest.CaptureFixture[str]) -> None:
    demo._announce(node, 0)
    said = capsys.readouterr().out
    assert {role for email, _, role in demo.WHO if email in said} == set(ROLES)


def test_settings_of_the_demo_have_room_for_a_crowd() -> None:
    assert demo.demo_settings().limits.most_per_caller >= 100_000


def test_settings_of_the_demo_may_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "line.toml"
    file.write_text("[timing]\nrest = 7\n")
    monkeypatch.setenv("LUISTERLIJN_LIMITS__MOST_WAITING", "1")
    limits, timing = demo.demo_settings(file).limits, demo.demo_settings(file).timing
    assert (limits.most_waiting, limits.most_per_caller, timing.rest.total_seconds()) == (1, 100_000, 7)


async def test_demo_whose_database_cannot_be_made_ends_with_one_line_that_says_why(home: Path) -> None:
    where = f"LUISTERLIJN_DATA_DIR={home} LUISTERLIJN_PORT=0 LUISTERLIJN_INTERNAL_PORT=0"
    full = f"ulimit -f 1000; {where} exec {sys.executable} -m luisterlijn demo"  # as a full disk: what is large fails
    process = await asyncio.create_subprocess_exec("sh", "-c", full, stderr=asyncio.subprocess.PIPE)
    async with asyncio.timeout(60):
        _, said = await process.communicate()
    last = said.decode().splitlines()[-1]
    assert (
        process.returncode,
        last.startswith("luisterlijn: the program's own PostgreSQL: initdb failed: FATAL:"),
    ) == (
        1,
        True,
    ), said
    assert "File too large. Is the disk of data_dir full" in last
    assert said.count(b"\n") < 6
