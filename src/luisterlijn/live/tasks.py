"""The one place that starts a task in the background: the reference is kept and its end is logged."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger()
ASK_AGAIN_SECONDS = 5.0  # long enough for a task to stop a server in its own time
_running: set[asyncio.Task[Any]] = set()


def _ended(task: asyncio.Task[Any]) -> None:
    _running.discard(task)
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("task.failed", task=task.get_name(), error=type(error).__name__, exc_info=error)


def spawn(coroutine: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]:
    """Run `coroutine` in the background under `name`; an exception is logged as `task.failed` and ends only this task."""
    task = asyncio.get_running_loop().create_task(coroutine, name=name)
    _running.add(task)
    task.add_done_callback(_ended)
    return task


async def cancelled(*tasks: asyncio.Task[Any]) -> None:
    """Cancel the tasks and wait until they are over; one in which a library swallowed the cancellation is asked again."""
    pending = {task for task in tasks if not task.done()}
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=ASK_AGAIN_SECONDS)
        for task in pending:
            log.warning("task.still_running", task=task.get_name(), where=[str(one) for one in task.get_stack(limit=2)])
