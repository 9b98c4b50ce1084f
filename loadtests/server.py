"""The server of a load test, in a process of its own: a Node and, in the same loop, a bare websocket server beside it.

`python -m loadtests.server SETTINGS_JSON` prints one JSON line with its addresses, then answers each line on stdin with one
JSON line: `memory` (resident bytes), `echo-broadcast` (seconds to send one frame to every bare socket), `broadcast`
(seconds and frames of one head-of-line broadcast), `counts` (engine calls and frames sent so far), `stop` (as SIGTERM).
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web

from loadtests import people
from luisterlijn import settings as settings_module
from luisterlijn.app import Node
from luisterlijn.cli.running import run
from luisterlijn.insight import logs

FRAME = json.dumps(
    {"kind": "wait", "position": 250, "place": "at_most", "wait": {"low_s": 600, "high_s": 1800}, "nobody_on": False}
)
COUNTER = "luisterlijn_engine_call_seconds_count"


class Bare:
    """The plainest aiohttp websocket server there is: it echoes, and can send one frame to all."""

    def __init__(self) -> None:
        self.sockets: set[web.WebSocketResponse] = set()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """One socket: every text frame goes back."""
        socket = web.WebSocketResponse(compress=False, autoping=True)
        await socket.prepare(request)
        self.sockets.add(socket)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await socket.send_str(message.data)
        finally:
            self.sockets.discard(socket)
        return socket

    async def broadcast(self) -> float:
        """Seconds to send one frame, built once, to every socket."""
        started = time.perf_counter()
        for socket in list(self.sockets):
            await socket.send_str(FRAME)
        return time.perf_counter() - started

    async def listen(self) -> tuple[web.AppRunner, str]:
        """Listen on a free port of the loopback."""
        app = web.Application()
        app.router.add_get("/echo", self.handle)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, backlog=4096).start()
        return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"


def memory() -> int:
    """Resident bytes of this process, after a collection."""
    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS"))


async def answer(command: str, node: Node, bare: Bare) -> Any:
    """What a command of the load test asks for."""
    if command == "memory":
        return memory()
    if command == "echo-broadcast":
        return await bare.broadcast()
    if command == "broadcast":
        started = time.perf_counter()
        frames = await node.ticks.broadcast(force=True)
        while node._doors.writer._running:
            await asyncio.sleep(0)
        return {"seconds": time.perf_counter() - started, "frames": frames}
    if command == "counts":
        return {"calls": engine_calls(node), "frames": node.ticks.sent}
    return None


def engine_calls(node: Node) -> float:
    """Calls of Functions so far, without those that come with the time and not with a contact."""
    timed = ('function="line_sweep_v1"', 'function="line_consumed_v1"')
    lines = [one for one in node._metrics.render().decode().splitlines() if one.startswith(COUNTER)]
    return sum(float(one.split()[-1]) for one in lines if not any(name in one for name in timed))


async def main(document: str) -> None:
    """Serve until told to stop."""
    logs.configure(json=True, level="ERROR")
    options = json.loads(document)
    volunteers = options.pop("volunteers", 0)
    options.setdefault("rota", {"shifts": "free"})  # its volunteers have no rota
    settings = settings_module.load(environment={}, port=0, internal_port=0, **options)
    bare = Bare()
    runner, echo = await bare.listen()
    async with Node(settings) as node:
        if volunteers:
            await node.database.wait_ready()
            await people.seed(node.database, volunteers)
        print(json.dumps({"url": node.url, "internal": node.internal_url, "echo": echo}), flush=True)
        reader = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while (line := await reader.readline()) and (command := line.decode().strip()) != "stop":
            print(json.dumps(await answer(command, node, bare)), flush=True)
    await runner.cleanup()


if __name__ == "__main__":
    run(main(sys.argv[1]))
