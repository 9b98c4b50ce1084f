"""The demo's rota: full for a week, with holes in the next, and whoever is there to be tried is on duty."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from luisterlijn import clock, demo_rota
from luisterlijn.app import Node
from luisterlijn.sql.tables import shift_template, sign_up
from luisterlijn.volunteer.covered import holes
from tests.doors import HASH, House, address, house, settings


@pytest.fixture
async def doors(valkey: str, database_url: str) -> AsyncIterator[House]:
    async with house(settings(valkey, database_url)) as opened:
        yield opened


async def seeded(doors: House) -> Node:
    node = await doors.node()
    await doors.people(node, "anna")
    await demo_rota.seed(node.database, node.settings, [address(node, "anna")], HASH, clock.now())
    return node


async def test_rota_is_full_for_a_week_and_has_holes_in_the_next(doors: House) -> None:
    node, now = await seeded(doors), clock.now()
    async with node.database.transaction() as connection:
        first = await holes(connection, node.line.id, now + timedelta(days=1), now + timedelta(days=6))
        second = await holes(connection, node.line.id, now + timedelta(days=7), now + timedelta(days=14))
    assert (first, {hole.severity for hole in second} != set()) == ([], True)


async def test_seed_again_adds_nothing(doors: House) -> None:
    node = await seeded(doors)
    counts = [select(func.count()).select_from(table) for table in (shift_template, sign_up)]
    async with node.database.transaction() as connection:
        before = [(await connection.execute(one)).scalar_one() for one in counts]
        assert before[0] == len(demo_rota.SHIFTS) + 1
    await demo_rota.seed(node.database, node.settings, [address(node, "anna")], HASH, clock.now())
    async with node.database.transaction() as connection:
        assert [(await connection.execute(one)).scalar_one() for one in counts] == before


async def test_who_is_there_to_be_tried_may_be_ready(doors: House) -> None:
    node = await seeded(doors)
    await node._doors.roster.sync()
    console = await doors.console(node, "anna")
    await console.say("ready", past_end=True)
    await console.hear("me", presence="ready")
