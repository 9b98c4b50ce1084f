"""Contact lives (enter, offer, accept, end, wrap-up) a second through the product's own Python path.

One process, 64 workers, 64 volunteers, an embedded Valkey that leaves the disk alone (`appendfsync no`): with every write
on disk both sides wait for the same disk, and the figure would say little about our code.
Budget: >= 0.40 of the same Functions driven by a pipelined bare RESP client in the same run (best of three turns each).
"""

from __future__ import annotations

import asyncio
import itertools
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from loadtests.bare import Bare
from loadtests.result import Result, judged
from luisterlijn.contact import conversation, offer, queue, wrapup
from luisterlijn.contact.routing import Patience, Service, Wish, contact_plan, volunteer_service
from luisterlijn.live import keys
from luisterlijn.live.embedded import EmbeddedValkey
from luisterlijn.live.line import Line
from luisterlijn.live.valkey import Live
from luisterlijn.settings import Limits, Timing
from luisterlijn.volunteer import presence

WORKERS = 64
SECONDS = 3.0
TURNS = 3
BUDGET = ">= 0.40"
WISH = Wish("chat", "nl")
PLAN = contact_plan(WISH, Patience())
SERVICE: Service = volunteer_service(["chat"], ["nl"], [], None)
BEAT = timedelta(seconds=120)
TIMING = Timing(rest=timedelta(), heartbeat=BEAT, caller_grace=BEAT, volunteer_grace=BEAT)


async def product_life(line: Line, contact: str) -> None:
    """One life by the product's verbs."""
    admitted = await queue.enter(line, contact, WISH, PLAN, (), is_open=True)
    assert admitted.volunteer is not None
    assert admitted.fence is not None
    assert await offer.accept(line, contact, admitted.fence, admitted.volunteer) == "ACCEPTED"
    assert await conversation.end(line, contact, admitted.volunteer) == "ENDED"
    assert await wrapup.done(line, contact, admitted.volunteer) == "DONE"


async def bare_life(bare: Bare, root: str, contact: str) -> None:
    """The same Functions, bare."""
    reply = await bare.call(
        "FCALL", "queue_enter_v1", 1, root, contact, "chat", "nl", "", "", "0", "1", "0", PLAN.encoded(), ""
    )
    volunteer, fence = reply[2], reply[3]
    assert await bare.call("FCALL", "offer_accept_v1", 1, root, contact, fence, volunteer) == [b"ACCEPTED"]
    await bare.call("FCALL", "conversation_end_v1", 1, root, contact, volunteer)
    await bare.call("FCALL", "wrapup_done_v1", 1, root, contact, volunteer, "", "0", "")


async def lives(life: Callable[[str], Awaitable[None]], prefix: str) -> float:
    """Lives a second of all workers together."""
    end = time.perf_counter() + SECONDS
    done = 0

    async def work(worker: int) -> None:
        nonlocal done
        for number in itertools.count():
            if time.perf_counter() >= end:
                return
            await life(f"{prefix}-{worker}-{number}")
            done += 1

    started = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for worker in range(WORKERS):
            group.create_task(work(worker))
    return done / (time.perf_counter() - started)


async def run() -> list[Result]:
    """Measure both, alternating."""
    with tempfile.TemporaryDirectory() as home:
        async with EmbeddedValkey(Path(home), fsync="no") as valkey:
            live = Live(valkey.url)
            line = Line(live, "bench", TIMING, Limits(most_waiting=100_000))
            for number in range(WORKERS):
                await presence.ready(line, f"v{number}", lanes=SERVICE.lanes, profile=SERVICE.profile)
            bare = await Bare.connect(valkey.url.removeprefix("unix://"))
            root = keys.root("bench")
            ours: list[float] = []
            reference: list[float] = []
            for turn in range(TURNS):
                ours.append(await lives(lambda contact: product_life(line, contact), f"p{turn}"))
                reference.append(await lives(lambda contact: bare_life(bare, root, contact), f"b{turn}"))
            bare.close()
            await live.close()
    return [judged("lives_per_second", max(ours), "lives/s", max(reference), BUDGET)]
