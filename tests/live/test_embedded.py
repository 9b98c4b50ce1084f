"""The program's own Valkey: up at once, shared by two processes, gone when asked, never silently broken."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from luisterlijn.errors import EngineAwayError
from luisterlijn.live.client import client
from luisterlijn.live.embedded import EmbeddedValkey
from luisterlijn.live.tasks import cancelled


async def test_server_keeps_what_it_acknowledged_when_stopped_and_started(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home = tmp_path_factory.mktemp("v")
    for expected in (None, "there"):
        async with EmbeddedValkey(home) as server:
            redis = client(server.url)
            assert await redis.get("k") == expected
            await redis.set("k", "there")
            await redis.aclose()


async def test_second_one_joins_the_server_that_is_there(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("v")
    async with EmbeddedValkey(home) as first, EmbeddedValkey(home) as second:
        assert (first.url == second.url, first.pid is None, second.pid) == (True, False, None)


async def test_second_one_takes_over_when_the_first_leaves(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("v")
    async with AsyncExitStack() as stack:
        first = await EmbeddedValkey(home).__aenter__()
        second = await stack.enter_async_context(EmbeddedValkey(home))
        redis = client(second.url)
        await redis.set("k", "kept")
        await first.__aexit__()
        async with asyncio.timeout(20):
            while second.pid is None:
                await asyncio.sleep(0.05)
            while not await _kept(redis):
                await asyncio.sleep(0.05)
        await redis.aclose()


async def _kept(redis: Redis) -> bool:
    try:
        return bool(await redis.get("k") == "kept")
    except (RedisError, OSError):
        return False


async def test_server_whose_starter_was_killed_is_taken_over_and_stopped(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home = tmp_path_factory.mktemp("v")
    started = EmbeddedValkey(home)
    await started.__aenter__()
    await cancelled(*started._background)  # as if killed: nothing looks after the server, and the lock is free
    assert started._lock is not None
    started._lock.close()
    async with EmbeddedValkey(home) as later:
        assert later.pid is None
    assert started._process is not None
    async with asyncio.timeout(20):
        assert await started._process.wait() == 0


async def test_two_that_start_at_once_have_one_server(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("v")
    several = [EmbeddedValkey(home) for _ in range(4)]
    await asyncio.gather(*[one.__aenter__() for one in several])
    assert len([one for one in several if one.pid is not None]) == 1
    for one in several:
        await one.__aexit__()


async def test_server_writes_before_it_answers(tmp_path_factory: pytest.TempPathFactory) -> None:
    async with EmbeddedValkey(tmp_path_factory.mktemp("v")) as server:
        redis = client(server.url)
        assert await redis.config_get("append*") != {}
        found = await redis.config_get("appendfsync")
        assert found == {"appendfsync": "always"}
        await redis.aclose()


async def test_server_in_a_long_path_has_a_short_socket(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("v") / ("long" * 30)
    async with EmbeddedValkey(home) as server:
        assert len(server.url.removeprefix("unix://")) <= 100


async def test_server_that_cannot_start_names_its_log(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("v")
    broken = home / "valkey" / "appendonlydir"
    broken.parent.mkdir()
    broken.write_text("no folder")
    with pytest.raises(EngineAwayError, match=r"valkey\.log"):
        async with EmbeddedValkey(Path(home)):
            pass
