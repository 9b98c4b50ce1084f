"""The people of a load test: callers and volunteers on real websockets, a server process to talk to, and percentiles."""

from __future__ import annotations

import asyncio
import itertools
import json
import secrets
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import aiohttp

from luisterlijn import clock
from luisterlijn.sql.database import Database
from luisterlijn.volunteer.credentials import Credentials
from luisterlijn.volunteer.profile import Profile, new_id

PASSWORD = "load-test-password"
TURNS = 100
Sockets: TypeAlias = list[aiohttp.ClientWebSocketResponse]


def email(number: int) -> str:
    """Of an invented volunteer."""
    return f"v{number}@load.example"


async def seed(database: Database, volunteers: int) -> None:
    """Add that many volunteers to the database."""
    credentials = Credentials(database)
    for number in range(volunteers):
        person = Profile(
            id=new_id(), line="demo", name=f"Load {number}", email=email(number), role="volunteer", languages=("nl",)
        )
        await credentials.add_person(person, PASSWORD, clock.now())


class Server:
    """A `loadtests.server` process."""

    def __init__(self, process: asyncio.subprocess.Process, where: dict[str, str]) -> None:
        self._process = process
        self.url, self.echo, self.internal = where["url"], where["echo"], where["internal"]

    async def ask(self, command: str) -> Any:
        """Send a command; returns its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{command}\n".encode())
        await self._process.stdin.drain()
        return json.loads(await self._process.stdout.readline())


@asynccontextmanager
async def serving(home: str, **options: Any) -> AsyncIterator[Server]:
    """A server with its own Valkey and PostgreSQL in `home`; stopped at the end."""
    document = json.dumps({"data_dir": home, **options})
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "loadtests.server",
        document,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        assert process.stdin is not None
        async with asyncio.timeout(180):
            where = json.loads(await process.stdout.readline())
        yield Server(process, where)
        process.stdin.write(b"stop\n")
        async with asyncio.timeout(60):
            await process.wait()
    finally:
        if process.returncode is None:
            await ended(process)


async def ended(process: asyncio.subprocess.Process) -> None:
    """Stop a server in order, so that its own Valkey and PostgreSQL stop with it; only one that does not is killed."""
    process.terminate()
    try:
        async with asyncio.timeout(60):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


@asynccontextmanager
async def crowd(size: int) -> AsyncIterator[aiohttp.ClientSession]:
    """A client session that may hold `size` sockets at once."""
    connector = aiohttp.TCPConnector(limit=size, force_close=True)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session


async def waiting_caller(session: aiohttp.ClientSession, url: str) -> aiohttp.ClientWebSocketResponse:
    """A socket of a caller who has entered the line and hears that it waits (or is already spoken to)."""
    socket = await session.ws_connect(f"{url.replace('http', 'ws', 1)}/ws/caller", headers={"Origin": url})
    await socket.send_json({"kind": "hello"})
    await heard(socket, "welcome")
    await socket.send_json({"kind": "enter", "consent": True, "language": "nl", "arrival": secrets.token_hex(16)})
    await heard(socket, "contact")
    return socket


async def beating(sockets: Sockets, span: float) -> None:
    """Let each socket beat once in `span` seconds, spread over it, until cancelled; more may be added meanwhile."""
    for turn in itertools.cycle(range(TURNS)):
        due = [socket for socket in sockets[turn::TURNS] if not socket.closed]
        await asyncio.gather(*[socket.send_json({"kind": "beat"}) for socket in due])
        await asyncio.sleep(span / TURNS)


async def heard(socket: aiohttp.ClientWebSocketResponse, kind: str) -> dict[str, Any]:
    """The next frame of that kind."""
    while True:
        frame: dict[str, Any] = await socket.receive_json()
        if frame["kind"] == kind:
            return frame


async def console(session: aiohttp.ClientSession, url: str, number: int) -> aiohttp.ClientWebSocketResponse:
    """A volunteer's socket, logged in and welcomed."""
    async with session.post(
        f"{url}/api/v1/login", json={"email": email(number), "password": PASSWORD}, headers={"Origin": url}
    ) as answer:
        answer.raise_for_status()
        cookie = "; ".join(f"{morsel.key}={morsel.value}" for morsel in answer.cookies.values())
    socket = await session.ws_connect(
        f"{url.replace('http', 'ws', 1)}/ws/console", headers={"Origin": url, "Cookie": cookie}
    )
    await socket.send_json({"kind": "hello"})
    await heard(socket, "me")
    return socket


def percentile(values: Sequence[float], share: float) -> float:
    """Nearest rank."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, max(0, round(share * len(ranked) + 0.5) - 1))]
