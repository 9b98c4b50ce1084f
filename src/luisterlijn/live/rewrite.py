"""Shortening the append-only file: what was deleted from the live state must not stay on the disk for days.

Valkey rewrites its file only when it has grown; the words of a conversation, deleted at its end, are in it until then. So
the nodes ask for it every hour, one of them at a time, of whatever Valkey the line has.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from redis.exceptions import RedisError

from luisterlijn.live import keys
from luisterlijn.live.client import client, let_go

if TYPE_CHECKING:
    from redis.asyncio import Redis

log = structlog.get_logger()

EVERY = timedelta(hours=1)
TURN = f"{keys.root('library')}:rewriting"


async def rewrite(redis: Redis, every: timedelta = EVERY) -> bool:
    """Ask for a rewrite, unless a node did within `every`; whether it was asked.

    Raises:
        RedisError: Valkey is away, or does not allow it.
    """
    if not await redis.set(TURN, "1", nx=True, px=round(every.total_seconds() * 900)):
        return False
    await redis.bgrewriteaof()
    return True


async def rewrite_forever(url: str, every: timedelta = EVERY) -> None:
    """Ask again and again until cancelled. A refusal, as where somebody else runs Valkey, is logged once in a row."""
    redis, said = client(url), False
    try:
        while True:
            await asyncio.sleep(every.total_seconds())
            try:
                await rewrite(redis, every)
            except (RedisError, OSError) as error:
                if not said:
                    log.warning("valkey.rewrite_failed", error=type(error).__name__)
                said = True
            else:
                said = False
    finally:
        await let_go(redis)
