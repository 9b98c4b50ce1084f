"""The connection to Valkey: the Function calls of one turn of the event loop travel as one pipeline.

Measured (FIELD.md, section 5): this nearly doubles what one process does, and saves the server work too.
A call is never repeated by itself: after `EngineAwayError` nobody knows whether it took effect, and the asker looks anew.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeAlias, cast

import structlog
from redis.asyncio import Redis
from redis.asyncio.cluster import RedisCluster
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError, ResponseError
from redis.exceptions import TimeoutError as RedisTimeoutError

from luisterlijn.errors import EngineAwayError, EngineError
from luisterlijn.live import keys, library
from luisterlijn.live.backoff import Backoff
from luisterlijn.live.tasks import cancelled, spawn

log = structlog.get_logger()

Reply: TypeAlias = list[Any]
Argument: TypeAlias = str | int | float | bytes

AWAY = (RedisConnectionError, RedisTimeoutError, OSError)
LOADING_MS = 3000
"""A loader that died lets the next one in after this."""
NOTHING_DONE = ("LOADING", "Function not found", "line_open", "READONLY", "MASTERDOWN", "CLUSTERDOWN")
"""Replies that say the call changed nothing and may succeed once the line is opened again, or elsewhere."""
STOPPING = "the node is stopping"
_Waiter: TypeAlias = tuple[tuple[Argument, ...], asyncio.Future[Reply]]


def client(url: str, *, timeout: float = 5.0, connected: Callable[[Any], Awaitable[None]] | None = None) -> Redis:
    """A redis-py client that never retries by itself. `unix://`, `redis://`, `rediss://`; `?cluster=1` for a cluster.

    Args:
        url: where Valkey is.
        timeout: seconds of silence after which an answer no longer comes.
        connected: greets each new connection instead of `on_connect`, which it must call; not in a cluster.
    """
    options: dict[str, Any] = {"decode_responses": True, "retry": Retry(NoBackoff(), 0)}
    if url.endswith("cluster=1"):
        return cast("Redis", RedisCluster.from_url(url.rsplit("?", 1)[0], **options))
    return Redis.from_url(
        url, socket_connect_timeout=2.0, socket_timeout=timeout, redis_connect_func=connected, **options
    )


async def let_go(redis: Redis) -> None:
    """Close a client's connections, to the end also where the asker is cancelled meanwhile.

    redis-py closes each in a task of its own: cancelled with the asker before it began, it would leave the connection open.
    """
    closing = spawn(redis.aclose(), name="valkey.close")
    try:
        await asyncio.shield(closing)
    except asyncio.CancelledError:
        await asyncio.wait({closing})
        raise


async def _library_needed(redis: Redis) -> bool:
    release, digest = library.stamp()
    try:
        there = await redis.fcall("library_release_v1", 1, keys.root("library"))
    except ResponseError as error:
        if "Function not found" not in str(error):
            raise
        return True
    return int(there[0]) < release or (int(there[0]) == release and there[1] != digest)


async def load_library(redis: Redis) -> None:
    """Load the Functions, unless the server already has these or a newer release's.

    Looking and loading are two steps, so loaders take turns: a newer library that comes in between is never replaced.
    """
    lock, backoff = f"{keys.root('library')}:loading", Backoff(base=0.01, cap=0.2)
    while await _library_needed(redis):
        if not await redis.set(lock, "1", nx=True, px=LOADING_MS):
            await backoff.wait()
            continue
        try:
            if await _library_needed(redis):
                await redis.function_load(library.source(), replace=True)
        finally:
            await redis.delete(lock)


class Observer(Protocol):
    """Hears how calls go (`insight.metrics.Metrics`)."""

    def observe_call(self, function: str, seconds: float) -> None:
        """A call was answered after so long, from the asker's side."""

    def call_failed(self) -> None:
        """A call was not answered, or with an error."""

    def valkey_answers(self, *, yes: bool) -> None:
        """Valkey answers, or no longer does; told at each pipeline."""


class Live:
    """One node's way to Valkey.

    Args:
        url: where Valkey is.
        observer: hears how calls go; for metrics.
    """

    def __init__(self, url: str, observer: Observer | None = None) -> None:
        self.url = url
        self.calls = 0
        self._redis = client(url, connected=self._connected)
        self._observer = observer
        self._away = False
        self._waiting: list[_Waiter] = []
        self._flush_task: asyncio.Task[None] | None = None
        self._closed = False
        self._fresh = False
        self._opened: list[Callable[[Redis], Awaitable[None]]] = []

    def on_open(self, hook: Callable[[Redis], Awaitable[None]]) -> None:
        """Run `hook` at every (re)connection, after the library is there and before any call."""
        self._opened.append(hook)

    async def call(self, function: str, line: str, *args: Argument) -> Reply:
        """Call a Function of the line.

        Returns:
            The Function's reply: text, numbers and lists; the first element is the outcome where it has one.

        Raises:
            EngineAwayError: Valkey cannot be reached; the call may or may not have taken effect.
            EngineError: the Function failed (a bug).
        """
        if self._closed:
            raise EngineAwayError(STOPPING)
        future: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        try:  # here, so that what cannot be sent fails alone and not the whole pipeline
            sent = [argument.encode() if isinstance(argument, str) else argument for argument in args]
        except UnicodeEncodeError as error:
            message = f"{function}: {error.reason}"
            raise EngineError(message) from None
        self.calls += 1
        self._waiting.append((("FCALL", function, 1, keys.root(line), *sent), future))
        if self._flush_task is None:
            self._flush_task = spawn(self._flush(), name="valkey.flush")
        return await future

    async def _flush(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                await self._send(batch)
        finally:
            self._flush_task = None

    async def _send(self, batch: list[_Waiter]) -> None:
        started = time.perf_counter()
        try:
            if not self._fresh:
                await self._open()
            pipe = self._redis.pipeline(transaction=False)
            for command, _ in batch:
                pipe.execute_command(*command)
            replies = await pipe.execute(raise_on_error=False)
        except asyncio.CancelledError:
            self._fail(batch, EngineAwayError(STOPPING))
            raise
        except AWAY as error:
            self._fresh = False
            self._answers(error=type(error).__name__)
            self._fail(batch, EngineAwayError(f"Valkey cannot be reached: {error}"))
        except Exception as error:  # noqa: BLE001 - whoever waits for the reply must hear of any failure
            self._fresh = False
            self._fail(batch, EngineError(str(error)))
        else:
            self._answers()
            self._answer(batch, replies, time.perf_counter() - started)

    def _answers(self, *, error: str = "") -> None:
        """Valkey answered, or there was this error; what changes is logged."""
        if self._observer is not None:
            self._observer.valkey_answers(yes=not error)
        if error and not self._away:
            log.error("valkey.away", error=error)
        elif self._away and not error:
            log.info("valkey.back")
        self._away = bool(error)

    def _answer(self, batch: list[_Waiter], replies: list[Any], seconds: float) -> None:
        for (command, future), reply in zip(batch, replies, strict=True):
            if self._observer is not None:
                self._observer.observe_call(str(command[1]), seconds)
                if isinstance(reply, Exception):
                    self._observer.call_failed()
            if isinstance(reply, Exception) and any(word in str(reply) for word in NOTHING_DONE):
                self._fresh = False
            if future.done():
                continue
            if isinstance(reply, Exception):
                future.set_exception(self._error(command, reply))
            else:
                future.set_result(reply)

    @staticmethod
    def _error(command: tuple[Argument, ...], reply: Exception) -> EngineError:
        away = isinstance(reply, AWAY) or any(word in str(reply) for word in NOTHING_DONE)
        kind = EngineAwayError if away else EngineError
        return kind(f"{command[1]!s}: {reply}")

    def _fail(self, batch: list[_Waiter], error: EngineError) -> None:
        for _, future in batch:
            if self._observer is not None and not self._closed:
                self._observer.call_failed()
            if not future.done():
                future.set_exception(type(error)(*error.args))

    async def _connected(self, connection: Any) -> None:
        """A new connection may reach another server, or one that lost what it knew: the line is opened again."""
        await connection.on_connect()
        self._fresh = False

    async def _open(self) -> None:
        await load_library(self._redis)
        for hook in self._opened:
            await hook(self._redis)
        self._fresh = True

    async def alive(self) -> bool:
        """Whether Valkey answers now."""
        try:
            return bool(await self._redis.ping())
        except (RedisError, OSError):
            return False

    async def close(self) -> None:
        """Let go of the connection; calls under way and later ones fail with `EngineAwayError`."""
        self._closed = True
        if self._flush_task is not None:
            await cancelled(self._flush_task)
        waiting, self._waiting = self._waiting, []
        self._fail(waiting, EngineAwayError(STOPPING))
        await let_go(self._redis)
