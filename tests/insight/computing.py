"""What tests let another process compute."""

from __future__ import annotations

import asyncio
import os
import time
from typing import Any

from luisterlijn.errors import RefusedError
from luisterlijn.insight.apart import Step, Tell
from luisterlijn.insight.studies import Order


async def ordered(order: Order, tell: Tell) -> None:
    """Squares of what a study is given; text is refused."""
    given = order.params["handed"]
    if isinstance(given, str):
        raise RefusedError("nothing_there", given)
    await squares(given, tell)


async def squares(numbers: list[int], tell: Tell) -> None:
    """One step a number; the result so far with each."""
    found: list[int] = []
    for number in numbers:
        found.append(number * number)
        tell(Step(len(found), len(numbers), list(found)))


async def broken(what: Any, tell: Tell) -> None:
    """Fail after a first result."""
    tell(Step(1, 2, "a first"))
    raise ValueError(what.params["handed"] if isinstance(what, Order) else what)


async def endless(told: Any, tell: Tell) -> None:
    """Go on until stopped, and tell then what there is."""
    tell(Step(0, 1, os.getpid()))
    try:
        while True:
            await asyncio.sleep(3600)
    except asyncio.CancelledError:
        tell(Step(1, 1, told.params["handed"] if isinstance(told, Order) else told))
        raise


async def deaf(_: Any, tell: Tell) -> None:
    """Hear nothing, as a long computation in C does."""
    tell(Step(0, 1, os.getpid()))
    time.sleep(3600)  # noqa: ASYNC251 - so that it is deaf


async def gone(_: Any, tell: Tell) -> None:
    """End without a word."""
    tell(Step(0, 1))
    os._exit(7)


async def with_another(_: Any, tell: Tell) -> None:
    """Start another process, say which, and go on telling until stopped; end it then."""
    other = await asyncio.create_subprocess_exec("sleep", "3600", stdout=asyncio.subprocess.DEVNULL)
    try:
        while True:
            tell(Step(0, 1, other.pid))
            await asyncio.sleep(0.05)
    finally:
        other.kill()
        await other.wait()


async def surroundings(_: Any, tell: Tell) -> None:
    """The names of its environment."""
    tell(Step(1, 1, sorted(os.environ)))
