"""A waiting room of 10,000 callers on one node, beside a bare aiohttp websocket server with as many sockets in the same run.

Memory: resident bytes of the server process for each waiting caller. Broadcast: seconds until one forced broadcast of places
and waits is written to all of them. Budgets: <= 1.5 x the bare server's. Dequeue: what one caller who leaves from the head of
the line, five a second, costs in engine calls and frames sent, at 10,000 waiting, beside 1,000 waiting: the same, so <= 1.5.
The callers beat every two minutes only, and all their sockets sit in one client process.
"""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass

import aiohttp

from loadtests.people import Server, crowd, serving, waiting_caller
from loadtests.result import Result, judged

SOCKETS = 10_000
FEW = 1000
LEAVERS = 20
BROADCASTS = 20  # of each server; the fastest counts, as the machine is shared
TURNS = 2
BUDGET = "<= 1.5"
OPTIONS = {
    "timing": {"heartbeat": 120, "caller_grace": 120, "volunteer_grace": 120},
    "limits": {"most_per_caller": 1_000_000, "most_waiting": 100_000, "sockets_per_address": 100_000},
}


async def filled(session: aiohttp.ClientSession, server: Server, count: int) -> list[aiohttp.ClientWebSocketResponse]:
    """That many more waiting callers."""
    sockets: list[aiohttp.ClientWebSocketResponse] = []
    for start in range(0, count, 100):
        sockets += await asyncio.gather(
            *[waiting_caller(session, server.url) for _ in range(start, min(start + 100, count))]
        )
    return sockets


async def echo_filled(session: aiohttp.ClientSession, server: Server) -> list[aiohttp.ClientWebSocketResponse]:
    """As many sockets of the bare server, each used once both ways."""
    sockets: list[aiohttp.ClientWebSocketResponse] = []

    async def one() -> aiohttp.ClientWebSocketResponse:
        socket = await session.ws_connect(f"{server.echo.replace('http', 'ws', 1)}/echo")
        await socket.send_str('{"kind": "hello"}')
        await socket.receive()
        return socket

    for _ in range(0, SOCKETS, 100):
        sockets += await asyncio.gather(*[one() for _ in range(100)])
    return sockets


async def dequeue_cost(server: Server, sockets: list[aiohttp.ClientWebSocketResponse]) -> float:
    """Engine calls and frames sent for each of LEAVERS callers who leave from the head of the line, five a second."""
    before = await server.ask("counts")
    for _ in range(LEAVERS):
        await sockets.pop(0).send_json({"kind": "leave"})
        await asyncio.sleep(0.2)
    await asyncio.sleep(1.5)
    after = await server.ask("counts")
    return float(sum(after[name] - before[name] for name in after)) / LEAVERS


@dataclass(frozen=True)
class Room:
    """What was measured of one server: resident bytes for each socket, seconds of its fastest broadcast, and dequeues."""

    memory: float
    broadcast: float
    few: float = 0.0
    many: float = 0.0


async def our_room() -> Room:
    """A node full of waiting callers."""
    with tempfile.TemporaryDirectory() as home:
        async with serving(home, **OPTIONS) as server, crowd(20_000) as session:
            empty = await server.ask("memory")
            sockets = await filled(session, server, FEW)
            few = await dequeue_cost(server, sockets)
            sockets += await filled(session, server, SOCKETS - len(sockets))
            memory = (await server.ask("memory") - empty) / SOCKETS
            told = [await server.ask("broadcast") for _ in range(BROADCASTS)]
            assert [one["frames"] for one in told] == [SOCKETS] * BROADCASTS
            many = await dequeue_cost(server, sockets)
    return Room(memory, min(one["seconds"] for one in told), few, many)


async def bare_room() -> Room:
    """As many sockets of the bare server."""
    with tempfile.TemporaryDirectory() as home:
        async with serving(home, **OPTIONS) as server, crowd(20_000) as session:
            empty = await server.ask("memory")
            sockets = await echo_filled(session, server)
            memory = (await server.ask("memory") - empty) / SOCKETS
            broadcast = min([await server.ask("echo-broadcast") for _ in range(BROADCASTS)])
            assert not any(socket.closed for socket in sockets)
    return Room(memory, broadcast)


async def run() -> list[Result]:
    """Ours and the bare one in turn, each time in a fresh server process; the least of each counts."""
    ours, bare = [], []
    for _ in range(TURNS):
        ours.append(await our_room())
        bare.append(await bare_room())
    memory, bare_memory = (min(room.memory for room in rooms) for rooms in (ours, bare))
    broadcast, bare_broadcast = (min(room.broadcast for room in rooms) for rooms in (ours, bare))
    many, few = min(room.many for room in ours), min(room.few for room in ours)
    return [
        judged("waiting_room_memory", memory / 1000, "kB/caller", bare_memory / 1000, BUDGET),
        judged("waiting_room_broadcast", broadcast * 1000, "ms", bare_broadcast * 1000, BUDGET),
        judged("waiting_room_dequeue", many, "calls+frames", few, BUDGET),
    ]
