from __future__ import annotations

import asyncio
import gc

import pytest
from structlog.testing import capture_logs

from luisterlijn.live.tasks import cancelled, spawn


async def test_task_nobody_holds_runs_to_its_end() -> None:
    done = asyncio.Event()

    async def work() -> None:
        await asyncio.sleep(0.01)
        done.set()

    spawn(work(), name="work")
    gc.collect()
    async with asyncio.timeout(5):
        await done.wait()


async def test_failure_is_logged_by_name_and_ends_only_that_task() -> None:
    async def work() -> None:
        raise RuntimeError

    with capture_logs() as lines:
        await asyncio.gather(spawn(work(), name="doomed"), return_exceptions=True)
        await asyncio.sleep(0)
    assert [(one["event"], one["task"], one["error"]) for one in lines] == [("task.failed", "doomed", "RuntimeError")]


async def test_cancelled_asks_again_and_says_so_where_a_cancellation_was_swallowed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def stubborn() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            await asyncio.sleep(60)

    task = spawn(stubborn(), name="stubborn")
    await asyncio.sleep(0)
    async with asyncio.timeout(10):
        await cancelled(task)
    assert task.done()
    said = capsys.readouterr().out
    assert ("task.still_running" in said, "stubborn" in said) == (True, True)
