"""The program's own Valkey: up at once, shared by two processes, gone when asked, never silently broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from luisterlijn.errors import EngineAwayError
from luisterlijn.live.embedded import EmbeddedValkey
from luisterlijn.live.valkey import client


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
