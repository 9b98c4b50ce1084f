"""The stage of a journey: real stores, nodes in this process or in their own, and one address in front of several nodes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from luisterlijn import clock
from luisterlijn import settings as settings_module
from luisterlijn.errors import RefusedError
from luisterlijn.settings import Settings
from luisterlijn.sql.database import Database
from luisterlijn.sql.telling import tell
from luisterlijn.volunteer import profile
from luisterlijn.volunteer.profile import Profile, Role, new_id
from tests.doors import HASH, walk_in

SECRET = "not-a-secret-but-long-enough-for-a-test"
QUICK: dict[str, Any] = {"heartbeat": 1, "rest": 0, "rest_heavy": 4, "volunteer_grace": 5, "caller_grace": 6}
PATIENT: dict[str, Any] = QUICK | {"volunteer_grace": 60, "caller_grace": 60}
"""For pages that axe looks at: on a busy machine it holds a page up for seconds, and nobody is gone meanwhile."""


def settings(**overrides: Any) -> Settings:
    """Settings of a journey: short heartbeats, free ports, room for many callers from one address."""
    options: dict[str, Any] = {
        "environment": {},
        "port": 0,
        "internal_port": 0,
        "secret": SECRET,
        "limits": {"most_per_caller": 1000},
        "timing": QUICK,
    }
    return settings_module.load(**(options | overrides))


async def add_people(
    database: Database, *names: str, role: Role = "volunteer", shift: bool = True, **more: Any
) -> None:
    """Add invented people `name@test.example` who share one password; who is there already stays.

    Args:
        shift: whether those who listen are on one from now on.
    """
    for name in names:
        person = Profile(id=new_id(), line="demo", name=name.title(), email=f"{name}@test.example", role=role, **more)
        with contextlib.suppress(RefusedError):
            await profile.save(database, person, HASH)
    if shift and role == "volunteer":
        ids = await walk_in(database, *(f"{name}@test.example" for name in names))
        async with database.transaction() as connection:
            for one in ids:
                await tell(connection, "demo", "person.changed", clock.now(), volunteer=one)


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class ServedNode:
    """`luisterlijn serve` in a process of its own."""

    def __init__(self, home: Path, valkey_url: str, database_url: str, public_origin: str) -> None:
        self.port, self.internal_port = free_port(), free_port()
        self._environment = {
            "LUISTERLIJN_VALKEY_URL": valkey_url,
            "LUISTERLIJN_DATABASE_URL": database_url,
            "LUISTERLIJN_DATA_DIR": str(home),
            "LUISTERLIJN_SECRET": SECRET,
            "LUISTERLIJN_PORT": str(self.port),
            "LUISTERLIJN_INTERNAL_PORT": str(self.internal_port),
            "LUISTERLIJN_PUBLIC_ORIGIN": public_origin,
            "LUISTERLIJN_LIMITS__MOST_PER_CALLER": "1000",
            **{f"LUISTERLIJN_TIMING__{name.upper()}": str(value) for name, value in QUICK.items()},
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start, and wait until it is ready."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "luisterlijn", "serve", env={**os.environ, **self._environment}
        )
        async with asyncio.timeout(30), aiohttp.ClientSession() as session:
            while True:
                with contextlib.suppress(aiohttp.ClientError):
                    async with session.get(f"http://127.0.0.1:{self.internal_port}/readyz") as answer:
                        if answer.status == 200:
                            return
                await asyncio.sleep(0.1)

    async def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the process; SIGKILL gives it no chance to say goodbye."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(how)
            async with asyncio.timeout(30):
                await self._process.wait()


class FrontDoor:
    """One address in front of several nodes: each new connection goes to the first that takes it."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.behind: list[int] = []

    @asynccontextmanager
    async def open(self) -> AsyncIterator[FrontDoor]:
        """Listen while in use."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        try:
            yield self
        finally:
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for port in self.behind:
            with contextlib.suppress(OSError):
                inward, outward = await asyncio.open_connection("127.0.0.1", port)
                break
        else:
            writer.close()
            return
        await asyncio.gather(_copy(reader, outward), _copy(inward, writer))


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError, asyncio.CancelledError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(ConnectionError, RuntimeError):
        writer.close()
