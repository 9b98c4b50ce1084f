"""Tailing the two streams of a line: facts (what happened) and signals (a message, receipt or typing notice).

One blocking read serves a whole node: delivery and catch-up in one.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import structlog
from pydantic import ValidationError
from redis.exceptions import RedisError

from luisterlijn import facts
from luisterlijn.errors import EngineAwayError
from luisterlijn.facts import Fact
from luisterlijn.live import keys
from luisterlijn.live.backoff import Backoff
from luisterlijn.live.client import AWAY, client, let_go

log = structlog.get_logger()
BLOCK_MS = 2000
BATCH = 2000
SILENCE_SECONDS = 30.0
"""A read that blocks longer than it asked for has lost its server without a word."""


@dataclass(frozen=True)
class Signal:
    """A notice that is not kept, `about` a contact (message, receipt, typing) or a volunteer (console).

    `fields` as the Function wrote them.
    """

    kind: str
    about: str
    fields: dict[str, str]


@dataclass(frozen=True)
class Batch:
    """What one read brought. `lagged`: signals were lost, what is shown must be looked up anew."""

    facts: list[Fact]
    signals: list[Signal]
    lagged: bool = False


def _fact(line: str, entry_id: str, fields: dict[str, str]) -> Fact | None:
    try:
        return facts.parse(entry_id, fields)
    except ValidationError:
        log.warning("fact.unknown", line=line, kind=fields.get("kind"), fact=entry_id)
        return None


class FactReader:
    """Reads facts after a position; for consumers that keep their own (records, metrics)."""

    def __init__(self, url: str, line: str) -> None:
        self._redis, self._line = client(url, timeout=SILENCE_SECONDS), line
        self.last_id = "0-0"

    async def read(self, after: str, count: int, block_ms: int) -> list[Fact]:
        """Facts after `after`, at most `count`, waiting up to `block_ms` for the first (0 does not wait).

        Entries this release does not know are logged and left out; `last_id` is the position after the read all the same.

        Raises:
            EngineAwayError: Valkey cannot be reached.
        """
        key = keys.name(self._line, "facts")
        try:
            reply = await self._redis.xread({key: after}, count=count, block=block_ms or None)
        except (RedisError, OSError) as error:
            message = f"the fact stream cannot be read: {error}"
            raise EngineAwayError(message) from error
        entries = _entries(reply, key)
        self.last_id = entries[-1][0] if entries else after
        return [fact for entry_id, fields in entries if (fact := _fact(self._line, entry_id, fields)) is not None]

    async def close(self) -> None:
        """Let go of the connection."""
        await let_go(self._redis)


def _entries(reply: Any, key: str) -> list[tuple[str, dict[str, str]]]:
    if not reply:
        return []
    streams = reply.items() if isinstance(reply, dict) else reply
    for name, rows in streams:
        if name == key:
            flat = rows[0] if rows and isinstance(rows[0], list) else rows
            return [(entry[0], entry[1]) for entry in flat]
    return []


class Tail:
    """A node's endless read of both streams from the positions of a snapshot."""

    def __init__(self, url: str, line: str, fact_id: str, signal_id: str) -> None:
        self._url, self._line = url, line
        self.fact_id, self.signal_id = fact_id, signal_id

    async def batches(self) -> AsyncGenerator[Batch, None]:
        """Batches as they come; waits out an absent Valkey. Ends only when the consumer stops."""
        facts_key, signals_key = keys.name(self._line, "facts"), keys.name(self._line, "signals")
        redis, backoff = client(self._url, timeout=SILENCE_SECONDS), Backoff()
        try:
            while True:
                try:
                    wanted: dict[Any, Any] = {facts_key: self.fact_id, signals_key: self.signal_id}
                    reply = await redis.xread(wanted, count=BATCH, block=BLOCK_MS)
                except AWAY:
                    await backoff.wait()
                    continue
                except RedisError as error:
                    log.warning("stream.unreadable", line=self._line, error=type(error).__name__)
                    await backoff.wait()
                    continue
                backoff.reset()
                yield self._batch(_entries(reply, facts_key), _entries(reply, signals_key))
        finally:
            await let_go(redis)

    def _batch(self, happened: list[tuple[str, dict[str, str]]], noticed: list[tuple[str, dict[str, str]]]) -> Batch:
        if happened:
            self.fact_id = happened[-1][0]
        if noticed:
            self.signal_id = noticed[-1][0]
        known = [fact for entry_id, fields in happened if (fact := _fact(self._line, entry_id, fields)) is not None]
        signals = [Signal(fields.pop("kind"), fields.pop("about"), fields) for _, fields in noticed]
        return Batch(known, signals, lagged=len(noticed) >= BATCH)
