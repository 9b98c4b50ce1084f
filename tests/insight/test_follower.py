"""Counters survive a restart, and nothing is counted twice, whenever SQL is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from luisterlijn.facts import Fact
from luisterlijn.insight.figures import Figures
from luisterlijn.insight.follower import Follower
from luisterlijn.insight.service_level import Target
from luisterlijn.insight.tally import Part
from luisterlijn.insight.today import Today
from luisterlijn.live.tasks import cancelled, spawn
from luisterlijn.record.writer import Writer
from luisterlijn.sql.database import Database
from luisterlijn.sql.embedded import EmbeddedPostgres
from tests.happenings import MORNING, Story, Told

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


async def nobody(_name: str, _fact_id: str) -> None:
    """Nothing is trimmed here."""


async def write(database: Database, facts: list[Fact]) -> None:
    await Writer(database, Told(facts), "demo", nobody).step()


def follower(database: Database, told: Told) -> Follower:
    seconds = iter(range(100_000))

    def later() -> datetime:
        return MORNING + timedelta(seconds=next(seconds))

    return Follower(database, told, "demo", AMSTERDAM, now=later)


def counted(facts: list[Fact]) -> tuple[Counter[Part], Today]:
    figures = Figures(AMSTERDAM, Target())
    figures.apply(facts, "0-0")
    return +figures.tally.counts, figures.today(MORNING)


def shown(one: Follower) -> tuple[Counter[Part], Today]:
    return +one.tally.counts, one.today()


def two_lives() -> list[Fact]:
    story = Story()
    story.arrives("a", 0)
    story.answered("a", 20, waited=20)
    story.refused("r", 25, "full")
    story.over("a", 30, talked=10, wrapup=2)
    story.arrives("b", 40)
    story.leaves("b", 60, waited=20)
    return story.facts


@pytest.mark.parametrize("in_sql", [0, 1, 4, 5, 9, 12])
async def test_step_after_a_restart_counts_rows_and_later_facts_once(database: Database, in_sql: int) -> None:
    facts = two_lives()
    await write(database, facts[:in_sql])
    one = follower(database, Told(facts))
    await one.step()
    assert one.complete
    assert shown(one) == counted(facts)
    await one.step()
    assert shown(one) == counted(facts)


async def test_base_when_the_stream_is_trimmed_up_to_the_position(database: Database) -> None:
    facts = two_lives()
    await write(database, facts[:6])
    one = follower(database, Told(facts[6:]))
    await one.step()
    assert shown(one) == counted(facts)


@pytest.fixture
def halted(home: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(home, options=("fsync=off",))
    yield server
    server.stop()


async def test_figures_begun_without_sql_are_made_whole_when_it_comes(halted: EmbeddedPostgres, home: Path) -> None:
    facts = two_lives()
    url = halted.start()
    async with Database(url, home).opened() as database:
        await write(database, facts[:6])
    halted.halt()
    database = Database(url, home)
    running = spawn(database.run(), name="database")
    told = Told(facts[6:10])  # what was written before has been trimmed
    one = follower(database, told)
    await one.step()
    assert one.tally.of("arrivals", "chat") == 1
    halted.start()
    await database.wait_ready()
    assert not bool(one.complete)
    told.told = facts[6:]
    await one.step()
    assert one.complete
    assert shown(one) == counted(facts)
    await cancelled(running)
