"""Repeats a day of a scenario with ever new dice, on a Valkey of its own in a folder that does not stay.

The days are played in a thread, which the loop is not held up by. Whoever stops early has every day that was finished.
"""

from __future__ import annotations

import asyncio
import tempfile
import threading
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from pathlib import Path

from luisterlijn.insight.simulation.measured import Day
from luisterlijn.insight.simulation.scenario import Scenario
from luisterlijn.insight.simulation.twin import LINE, Twin
from luisterlijn.live.driven import DrivenLine
from luisterlijn.live.embedded import EmbeddedValkey

Progress = Callable[[int, int], None]


async def repeated(scenario: Scenario, days: int, seed: int) -> AsyncGenerator[Day, None]:
    """The days 0 to `days` - 1, as they are finished; the same seed gives the same days.

    Stopped half-way (cancelled, or closed: use `contextlib.aclosing`) it gives up the day under way and takes its server down.

    Raises:
        ValueError: `days` below 1, or `seed` below 0.
        EngineAwayError: the simulation's own Valkey does not start, or went away.
    """
    if days < 1:
        raise ValueError(f"days: is {days}; give 1 or more")
    if seed < 0:
        raise ValueError(f"seed: is {seed}; give a whole number from 0 on")
    stop = threading.Event()
    with tempfile.TemporaryDirectory(prefix="luisterlijn-twin-") as home:
        async with EmbeddedValkey(Path(home), keeps=False) as valkey:
            with DrivenLine(valkey.url, LINE) as line:
                for number in range(days):
                    yield await _in_a_thread(Twin(line, scenario, seed, number, stop), stop)


async def _in_a_thread(twin: Twin, stop: threading.Event) -> Day:
    """The day; cancelled, it waits until the thread has let go of the line."""
    playing = asyncio.get_running_loop().run_in_executor(None, twin.day)
    try:
        return await asyncio.shield(playing)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.wait({playing})
        playing.exception()  # looked at: it was told to stop
        raise


async def simulate(scenario: Scenario, days: int, seed: int, progress: Progress | None = None) -> tuple[Day, ...]:
    """All the days; cancelled, those that were finished, and the cancellation is over.

    Args:
        progress: told (finished, days) after every day.

    Raises:
        ValueError, EngineAwayError: as `repeated`.
    """
    done: list[Day] = []
    try:
        async with aclosing(repeated(scenario, days, seed)) as finished:
            async for day in finished:
                done.append(day)
                if progress is not None:
                    progress(len(done), days)
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is not None:
            task.uncancel()
    return tuple(done)
