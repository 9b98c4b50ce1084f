"""Long computing in a process of its own, so that no caller of this node waits for it.

The other process is this module run as a program: it reads what to run, and what to hand to it, from standard input, and writes
lines of JSON: steps done, and results, of which the last counts. It works at a lower priority, and ends by itself, with what
it started, when the node that started it is gone. Asked to stop it gets SIGINT, which cancels the computation: it may still
tell what it has. Of the settings it knows what it is handed: its environment has none of them.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

from luisterlijn.errors import RefusedError
from luisterlijn.insight import logs
from luisterlijn.live.tasks import cancelled, spawn
from luisterlijn.settings import other_environment

NICER = 10
LONGEST_LINE = 64 << 20
"""Bytes of one result."""
STOP_SECONDS = 20.0
"""Who was asked to stop, and does not, is ended after so long."""
END_SECONDS = 3.0
"""So long it has to end what it started, such as a server, when nobody waits for it any more."""
LENGTH = 8


@dataclass(frozen=True, slots=True)
class Step:
    """So far: `done` of `whole` steps, and the result as it is, such as JSON holds (None: none yet)."""

    done: int
    whole: int
    result: Any = None


Tell: TypeAlias = Callable[[Step], None]
Compute: TypeAlias = Callable[[Any, Tell], Awaitable[None]]
"""What runs apart: a coroutine function at the top of a module, given what it was handed and how to tell its steps."""


class ApartError(Exception):
    """The computation failed there; `args[0]` says by which error."""


async def apart(
    compute: Compute, handed: Any, told: Callable[[Step], Awaitable[None]], stopped: asyncio.Event | None = None
) -> None:
    """Run `compute(handed, tell)` in another process until it is over; cancelled, that process ends too.

    Args:
        handed: anything that can be pickled.
        told: awaited with every step, in order.
        stopped: set it to ask the computation to come to its end.

    Raises:
        ApartError: it failed.
        RefusedError: it was refused there.
    """
    pipe = asyncio.subprocess.PIPE
    program = (sys.executable, "-m", __name__)
    stopped = stopped or asyncio.Event()
    process = await asyncio.create_subprocess_exec(
        *program, stdin=pipe, stdout=pipe, limit=LONGEST_LINE, env=other_environment()
    )
    begun = asyncio.Event()
    ending = spawn(_end(process, begun, stopped), name="apart")
    try:
        await _hear(process, begun, compute, handed, told)
        if await process.wait() and not stopped.is_set():
            message = f"the other process ended with {process.returncode}"
            raise ApartError(message)
    finally:
        await cancelled(ending)
        await _let_go(process)


async def _hear(
    process: asyncio.subprocess.Process,
    begun: asyncio.Event,
    compute: Compute,
    handed: Any,
    told: Callable[[Step], Awaitable[None]],
) -> None:
    assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - both are pipes
    body = pickle.dumps((compute.__module__, compute.__qualname__, handed))
    with suppress(ConnectionError):  # it says itself why it ended
        process.stdin.write(len(body).to_bytes(LENGTH, "big") + body)
        await process.stdin.drain()
    while line := await process.stdout.readline():
        said = json.loads(line)
        if "begun" in said:
            begun.set()
            continue
        if "error" in said:
            raise ApartError(said["error"])
        if "refused" in said:
            raise RefusedError(**said["refused"])
        await told(Step(**said))


async def _let_go(process: asyncio.subprocess.Process) -> None:
    """It hears that nobody waits for it any more, and ends; or else it is made to."""
    assert process.stdin is not None  # noqa: S101 - it is a pipe
    process.stdin.close()
    try:
        async with asyncio.timeout(END_SECONDS + 1):
            await process.wait()
    except TimeoutError:
        pass
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _end(process: asyncio.subprocess.Process, begun: asyncio.Event, stopped: asyncio.Event) -> None:
    """Ask the process to end once `stopped` is set, and then make it; while it starts it hears nothing."""
    await stopped.wait()
    await begun.wait()
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGINT)
        await asyncio.sleep(STOP_SECONDS)
        process.kill()


def main() -> int:
    """The other process."""
    os.nice(NICER)
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a shell may have had it ignored where the node was started
    logs.configure(json=True, level="WARNING")
    length = int.from_bytes(sys.stdin.buffer.read(LENGTH), "big")
    module, name, handed = pickle.loads(sys.stdin.buffer.read(length))  # noqa: S301 - the own node wrote it
    try:
        _write({"begun": True})
        threading.Thread(target=_end_with_the_node, daemon=True).start()
        compute: Compute = getattr(importlib.import_module(module), name)
        asyncio.run(_computed(compute, handed))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 0
    except RefusedError as error:
        _write({"refused": {name: getattr(error, name) for name in ("code", "remedy", "field", "retry")}})
    except Exception as error:  # noqa: BLE001 - the node is told, and says it
        _write({"error": f"{type(error).__name__}: {error}"})
    return 0


async def _computed(compute: Compute, handed: Any) -> None:
    await compute(handed, lambda step: _write(asdict(step)))


def _write(said: dict[str, Any]) -> None:
    try:
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:  # nobody hears it any more, nor what is left of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _end_with_the_node() -> None:
    """The node holds the pipe open for as long as it waits."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(END_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
