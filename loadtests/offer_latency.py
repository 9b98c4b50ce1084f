"""Ready sent -> offer received over real websockets: 1,000 callers waiting, 200 volunteers, 20 arrivals a second.

Each volunteer in turn says `ready`, gets an offer (that span is the figure), accepts, ends, wraps up and stops, so that
about 20 contacts a second leave the line while 20 arrive. Callers and volunteers beat as often as their pages do. Beside it,
in the same run, a frame is echoed by a bare websocket handler in the same server process. All sockets, those of the echo too,
sit in one client process, whose own work is in both figures. Budget: p99 <= 5 x the p99 of the echo.
"""

from __future__ import annotations

import asyncio
import tempfile
import time

import aiohttp

from loadtests.people import Server, Sockets, beating, console, crowd, heard, percentile, serving, waiting_caller
from loadtests.result import Result, judged
from luisterlijn.settings import Timing

WAITING = 1000
VOLUNTEERS = 200
RATE = 20
SECONDS = 25
BUDGET = "<= 5"


async def one_talk(socket: aiohttp.ClientWebSocketResponse) -> float:
    """From `ready` to `offer`, in seconds; then the talk, and away again."""
    started = time.perf_counter()
    await socket.send_json({"kind": "ready"})
    while (me := await heard(socket, "me"))["offer"] is None:
        pass
    spent = time.perf_counter() - started
    contact = me["offer"]["contact"]
    await socket.send_json({"kind": "accept", "offer": me["offer"]["offer"]})
    await socket.send_json({"kind": "drain", "on": True})
    await socket.send_json({"kind": "end", "contact": contact})
    await socket.send_json({"kind": "wrap_up", "contact": contact})
    while (me := await heard(socket, "me"))["presence"] != "away" or me["talks"]:
        pass
    return spent


async def echoes(session: aiohttp.ClientSession, server: Server, end: float) -> list[float]:
    """Round trips of a frame through the bare handler, at the arrivals' rate."""
    spans: list[float] = []
    async with session.ws_connect(f"{server.echo.replace('http', 'ws', 1)}/echo") as socket:
        while time.perf_counter() < end:
            started = time.perf_counter()
            await socket.send_str('{"kind": "ready"}')
            await socket.receive()
            spans.append(time.perf_counter() - started)
            await asyncio.sleep(1 / RATE)
    return spans


async def arrivals(session: aiohttp.ClientSession, server: Server, end: float, sockets: Sockets) -> None:
    """RATE new callers a second, added to the sockets."""

    async def one() -> None:
        sockets.append(await waiting_caller(session, server.url))

    async with asyncio.TaskGroup() as group:
        while time.perf_counter() < end:
            group.create_task(one())
            await asyncio.sleep(1 / RATE)


async def cycle(socket: aiohttp.ClientWebSocketResponse, number: int, end: float, spans: list[float]) -> None:
    """One volunteer's talks, one every VOLUNTEERS / RATE seconds."""
    await asyncio.sleep(number / RATE)
    while time.perf_counter() < end:
        began = time.perf_counter()
        spans.append(await one_talk(socket))
        await asyncio.sleep(max(0.0, VOLUNTEERS / RATE - (time.perf_counter() - began)))


async def measured(session: aiohttp.ClientSession, server: Server, sockets: Sockets) -> tuple[list[float], list[float]]:
    """Fill the line, then measure both at once: spans of offers, and of echoes."""
    spans: list[float] = []
    for _ in range(0, WAITING, 50):
        sockets += await asyncio.gather(*[waiting_caller(session, server.url) for _ in range(50)])
    consoles: Sockets = []
    for number in range(VOLUNTEERS):
        consoles.append(await console(session, server.url, number))
        sockets.append(consoles[-1])
    end = time.perf_counter() + SECONDS
    async with asyncio.TaskGroup() as group:
        echo = group.create_task(echoes(session, server, end))
        group.create_task(arrivals(session, server, end, sockets))
        for number, socket in enumerate(consoles):
            group.create_task(cycle(socket, number, end, spans))
    return spans, echo.result()


async def run() -> list[Result]:
    """Both figures, with everybody beating from the first socket on."""
    options = {
        "volunteers": VOLUNTEERS,
        "timing": {"rest": 0},
        "limits": {"most_per_caller": 1_000_000, "most_waiting": 100_000, "sockets_per_address": 100_000},
    }
    sockets: Sockets = []
    with tempfile.TemporaryDirectory() as home:
        async with serving(home, **options) as server, crowd(5000) as session, asyncio.TaskGroup() as group:
            beats = group.create_task(beating(sockets, Timing().heartbeat.total_seconds()))
            spans, echo = await measured(session, server, sockets)
            beats.cancel()
    value, reference = percentile(spans, 0.99) * 1000, percentile(echo, 0.99) * 1000
    return [judged("offer_latency", value, "ms p99", reference, BUDGET)]
