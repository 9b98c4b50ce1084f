"""Days one after another, on a server that does not stay."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from luisterlijn.facts import Channel
from luisterlijn.insight.simulation import Demand, compared, repeated, simulate, summary
from luisterlijn.live.tasks import spawn
from tests.insight.simulation.small import habits, people, recorded, steady

SHORT = recorded([0, 60, 120], people(2), hours=1)
MANY = 500


def twins(folder: Path) -> list[str]:
    return [one.name for one in folder.glob("luisterlijn-twin-*")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


async def test_simulate_repeats_the_day_and_tells_how_far_it_is(folder: Path) -> None:
    told: list[tuple[int, int]] = []
    days = await simulate(SHORT, 3, 1, lambda done, whole: told.append((done, whole)))
    assert [day.number for day in days] == [0, 1, 2]
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert twins(folder) == []


async def test_simulate_with_the_same_seed_gives_the_same_days() -> None:
    scenario = replace(steady(60, people(5), hours=1), habits=habits(show_rate=0.8, decline_share=0.1))
    once, again = await simulate(scenario, 2, 5), await simulate(scenario, 2, 5)
    assert once == again
    assert once[0] != replace(once[1], number=0)


async def test_simulate_that_is_cancelled_gives_the_days_that_are_done(folder: Path) -> None:
    enough = asyncio.Event()
    task = spawn(simulate(SHORT, MANY, 1, lambda done, _: enough.set() if done == 2 else None), name="simulate")
    await enough.wait()
    assert len(twins(folder)) == 1
    task.cancel()
    days = await task
    assert [day.number for day in days] == list(range(len(days)))
    assert 2 <= len(days) < MANY
    assert (task.cancelled(), twins(folder)) == (False, [])


async def test_simulate_in_a_time_limit_gives_what_it_got_to() -> None:
    async with asyncio.timeout(None) as limit:
        now = asyncio.get_running_loop().time
        days = await simulate(SHORT, MANY, 1, lambda done, _: limit.reschedule(now()) if done == 1 else None)
    assert 1 <= len(days) < MANY


async def test_repeated_days_are_had_one_by_one(folder: Path) -> None:
    async with aclosing(repeated(SHORT, MANY, 1)) as days:
        first = await anext(days)
        assert len(twins(folder)) == 1
    assert (first.number, twins(folder)) == (0, [])


async def test_loop_goes_on_while_a_day_is_played() -> None:
    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.001)
            turns += 1

    turning = spawn(turn(), name="turning")
    await simulate(steady(60, people(6), hours=3), 1, 1)
    turning.cancel()
    assert turns > 20


async def test_two_rotas_are_told_apart_by_a_few_days_with_the_same_callers() -> None:
    demand: dict[Channel, Demand] = {"phone": Demand(np.full(8, 15.0), np.full(8, 6.0))}
    one = replace(steady(60, people(6), hours=2), demand=demand)
    fewer = replace(one, people=people(5))
    before, after = await simulate(one, 6, 3), await simulate(fewer, 6, 3)
    difference = compared(before, after).figures["answered_share"]
    alone = summary(after).figures["answered_share"]
    assert difference is not None and difference.low is not None and difference.high is not None  # noqa: PT018 - for the types
    assert alone is not None and alone.low is not None and alone.high is not None  # noqa: PT018 - for the types
    assert difference.high < 0
    assert difference.high - difference.low < (alone.high - alone.low) / 2


@pytest.mark.parametrize(("days", "seed", "said"), [(0, 1, "days: is 0"), (1, -1, "seed: is -1")])
async def test_simulate_refuses_nonsense(days: int, seed: int, said: str) -> None:
    with pytest.raises(ValueError, match=f"^{said}"):
        await simulate(SHORT, days, seed)
