"""The connection to Valkey: the Function calls of one turn of the event loop travel as one pipeline.

Measured (FIELD.md, section 5): this nearly doubles what one process does, and saves the server work too.
A call is never repeated by itself: after `EngineAwayError` nobody knows whether it took effect, and the asker looks anew.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeAlias

import structlog
from redis.asyncio import Redis
from redis.exceptions import ReadOnlyError, RedisError, ResponseError

from luisterlijn.errors import EngineAwayError, EngineError
from luisterlijn.live import keys
from luisterlijn.live.client import AWAY, client, drop_idle, let_go, primary_of, takes_writes
from luisterlijn.live.tasks import cancelled, spawn

log = structlog.get_logger()

Reply: TypeAlias = list[Any]
Argument: TypeAlias = str | int | float | bytes

OURS = "@user_function"
REOPEN = ("call line_open first", "Function not found")
"""Of a line that was wiped, or has moved to a server without our Functions."""
STOPPING = "the node is stopping"
_Waiter: TypeAlias = tuple[tuple[Argument, ...], asyncio.Future[Reply]]


def _changed_nothing(reply: Any) -> bool:
    """Whether this reply refuses a call before our Lua ran, or before it wrote: it may succeed later, or elsewhere.

    redis-py strips the code word (READONLY, LOADING, CLUSTERDOWN ...), so it is known by what only our Lua's errors say.
    """
    return isinstance(reply, ResponseError) and (OURS not in str(reply) or REOPEN[0] in str(reply))


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
        self._at = ""
        self._openers: dict[str, Callable[[Redis], Awaitable[None]]] = {}

    @property
    def away(self) -> bool:
        """Whether the last calls were not answered; a node calls several times a second."""
        return self._away

    def on_open(self, line: str, opener: Callable[[Redis], Awaitable[None]]) -> None:
        """Open the line with `opener` at every (re)connection, and wherever else it has moved to, before any call."""
        self._openers[keys.root(line)] = opener

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
            if not self._fresh or self._at != self._where():
                await self._open()
            pipe = self._redis.pipeline(transaction=False)
            for command, _ in batch:
                pipe.execute_command(*command)
            replies = await pipe.execute(raise_on_error=False)
            if any(isinstance(reply, ReadOnlyError) for reply in replies):
                await drop_idle(self._redis)
        except asyncio.CancelledError:
            self._fail(batch, EngineAwayError(STOPPING))
            raise
        except AWAY as error:
            self._refused(error)
            self._fail(batch, EngineAwayError(f"Valkey cannot be reached: {error}"))
        except ResponseError as error:
            self._refused(error)
            await drop_idle(self._redis)
            self._fail(batch, EngineAwayError(str(error)) if _changed_nothing(error) else EngineError(str(error)))
        except Exception as error:  # noqa: BLE001 - whoever waits for the reply must hear of any failure
            self._fresh = False
            self._fail(batch, EngineError(str(error)))
        else:
            self._answer(batch, replies, time.perf_counter() - started)

    def _refused(self, error: Exception) -> None:
        self._fresh = False
        self._answers(error=type(error).__name__)

    def _where(self) -> str:
        return " ".join(primary_of(self._redis, root) for root in self._openers)

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
        refused = next((reply for reply in replies if _changed_nothing(reply)), None)
        if refused is None:
            self._answers()
        elif any(words in str(refused) for words in REOPEN):
            self._fresh = False
        else:
            self._refused(refused)
        for (command, future), reply in zip(batch, replies, strict=True):
            if self._observer is not None:
                self._observer.observe_call(str(command[1]), seconds)
                if isinstance(reply, Exception):
                    self._observer.call_failed()
            if future.done():
                continue
            if isinstance(reply, Exception):
                away = isinstance(reply, AWAY) or _changed_nothing(reply)
                future.set_exception((EngineAwayError if away else EngineError)(f"{command[1]!s}: {reply}"))
            else:
                future.set_result(reply)

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
        for opener in self._openers.values():
            await opener(self._redis)
        self._at = self._where()
        self._fresh = True

    async def alive(self) -> bool:
        """Whether Valkey answers now, and takes writes."""
        try:
            return await takes_writes(self._redis)
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
