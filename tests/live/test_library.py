"""Loading the Functions: the same for all nodes, never over a newer release."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from luisterlijn.live import keys, library
from luisterlijn.live.client import client
from luisterlijn.live.embedded import EmbeddedValkey

ROOT = keys.root("t")
NEWER = (
    f"#!lua name={library.NAME}\nredis.register_function{{ function_name = 'library_release_v1', flags = {{ 'no-writes' }},"
    " callback = function() return { '99', 'newer' } end }"
)


@pytest.fixture
async def redis(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Redis]:
    async with EmbeddedValkey(tmp_path_factory.mktemp("v"), fsync="no") as server:
        one = client(server.url)
        yield one
        await one.aclose()


async def release(redis: Redis) -> list[str]:
    return list(await redis.fcall("library_release_v1", 1, ROOT))


async def test_load_puts_this_release_there(redis: Redis) -> None:
    await library.load(redis, ROOT)
    number, digest = library.stamp()
    assert await release(redis) == [str(number), digest]


async def test_load_by_many_nodes_at_once_is_fine(redis: Redis) -> None:
    await asyncio.gather(*(library.load(redis, ROOT) for _ in range(8)))
    assert await release(redis) == [str(library.stamp()[0]), library.stamp()[1]]


async def test_load_never_replaces_a_newer_release(redis: Redis) -> None:
    await redis.function_load(NEWER)
    await library.load(redis, ROOT)
    assert await release(redis) == ["99", "newer"]


async def test_load_waits_for_another_loader_and_looks_again(redis: Redis) -> None:
    await redis.set(f"{ROOT}:loading", "1", px=5000)
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(library.load(redis, ROOT))
        await asyncio.sleep(0)
        await redis.function_load(NEWER)  # the other one was newer
        await redis.delete(f"{ROOT}:loading")
        await waiting
    assert await release(redis) == ["99", "newer"]


async def test_load_replaces_an_older_release(redis: Redis) -> None:
    await redis.function_load(NEWER.replace("'99'", "'0'"))
    await library.load(redis, ROOT)
    assert await release(redis) == [str(library.stamp()[0]), library.stamp()[1]]
