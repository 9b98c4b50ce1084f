"""Deleted words leave the disk too: a rewrite every hour, asked for by one node at a time."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

from structlog.testing import capture_logs

from luisterlijn.live.client import client, let_go
from luisterlijn.live.embedded import EmbeddedValkey
from luisterlijn.live.rewrite import rewrite, rewrite_forever
from luisterlijn.live.tasks import cancelled, spawn

WORDS = b"woorden-die-weg-moeten"


def on_disk(home: Path) -> bool:
    return any(WORDS in path.read_bytes() for path in home.rglob("*.aof"))


async def refused(redis: Any) -> int:
    stats = await redis.info("commandstats")
    return int(stats.get("cmdstat_bgrewriteaof", {}).get("rejected_calls", 0))


async def test_deleted_words_leave_the_disk(tmp_path: Path) -> None:
    async with EmbeddedValkey(tmp_path) as server:
        redis = client(server.url)
        await redis.rpush("messages", WORDS)
        await redis.delete("messages")
        assert on_disk(tmp_path)
        assert await rewrite(redis)
        async with asyncio.timeout(10):
            while on_disk(tmp_path):
                await asyncio.sleep(0.01)
        assert not await rewrite(redis)  # another node's turn comes when the hour is over
        await let_go(redis)


async def test_refusal_is_said_once_and_asked_again(tmp_path: Path) -> None:
    async with EmbeddedValkey(tmp_path) as server:
        redis: Any = client(server.url)
        await redis.execute_command("ACL", "SETUSER", "default", "-bgrewriteaof")
        with capture_logs() as lines:
            asking = spawn(rewrite_forever(server.url, timedelta(milliseconds=20)), name="rewrite")
            async with asyncio.timeout(10):
                while await refused(redis) < 3:
                    await asyncio.sleep(0.01)
            await cancelled(asking)
        await let_go(redis)
    assert [one["event"] for one in lines if one["event"] == "valkey.rewrite_failed"] == ["valkey.rewrite_failed"]
