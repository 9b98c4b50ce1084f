"""The connection: one pipeline a turn of the loop, and nobody harmed by another's trouble."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from luisterlijn.errors import EngineAwayError, EngineError
from luisterlijn.live import keys
from luisterlijn.live.client import client, let_go
from luisterlijn.live.embedded import EmbeddedValkey
from luisterlijn.live.line import Line
from luisterlijn.live.valkey import Live
from luisterlijn.settings import Limits, Timing
from tests.play import Play


async def test_calls_of_one_turn_travel_as_one_pipeline(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    send = play.line.live._send

    async def counted(batch: list[Any]) -> None:
        sizes.append(len(batch))
        await send(batch)

    monkeypatch.setattr(play.line.live, "_send", counted)
    await asyncio.gather(*(play.enter(f"c{number}") for number in range(20)))
    assert sizes == [20]


async def test_cancelled_caller_does_not_break_the_pipeline(play: Play) -> None:
    first, second = (asyncio.ensure_future(play.enter(name)) for name in ("c1", "c2"))  # noqa: TID251 - to be cancelled
    await asyncio.sleep(0)
    first.cancel()
    assert await second == ("WAITING", None)
    assert await play.enter("c3") == ("WAITING", None)
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_argument_that_cannot_be_sent_fails_alone(play: Play) -> None:
    replies = await asyncio.gather(play.enter("c1"), play.write("c1", "k", "\ud800"), return_exceptions=True)
    assert replies[0] == ("WAITING", None)
    assert isinstance(replies[1], EngineError)


async def test_function_that_fails_tells_its_caller_only(play: Play) -> None:
    replies = await asyncio.gather(play.call("line_sweep_v1", "x"), play.enter("c1"), return_exceptions=True)
    assert (type(replies[0]), replies[1]) == (EngineError, ("WAITING", None))


async def until_killed(play: Play) -> None:
    while True:
        await play.line.snapshot()


async def until_back(play: Play) -> list[str]:
    while True:
        try:
            return await play.order()
        except EngineAwayError:
            await asyncio.sleep(0.01)


async def test_killed_server_is_away_then_back_with_everything(tmp_path_factory: pytest.TempPathFactory) -> None:
    async with EmbeddedValkey(tmp_path_factory.mktemp("v")) as server:
        live = Live(server.url)
        play = Play(Line(live, "demo", Timing(), Limits()))
        await play.begin()
        for number in range(50):
            assert await play.enter(f"c{number}") == ("WAITING", None)
        epoch, killed = play.line.epoch, server.pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        with pytest.raises(EngineAwayError):
            await until_killed(play)
        assert len(await until_back(play)) == 50
        assert (play.line.epoch, server.pid != killed) == (epoch, True)
        await play.close()
        await live.close()


async def test_new_connection_opens_the_line_again(play: Play) -> None:
    await play.enter("c1")
    await play.redis.hset(keys.name(play.line.id, "policy"), "offer_ms", "1")
    await play.redis.client_kill_filter(_type="normal", skipme=True)
    for _ in range(3):
        try:
            await play.line.snapshot()
        except EngineAwayError:
            continue
    assert await play.redis.hget(keys.name(play.line.id, "policy"), "offer_ms") == "30000"


async def test_primary_that_became_a_replica_is_away_and_then_found_again(tmp_path: Path) -> None:
    async with EmbeddedValkey(tmp_path, fsync="no") as server:
        live = Live(server.url)
        play = Play(Line(live, "demo", Timing(), Limits()))
        assert await play.enter("c1") == ("WAITING", None)
        assert await live.alive()
        await play.redis.replicaof("127.0.0.1", 1)
        for _ in range(2):
            with pytest.raises(EngineAwayError):
                await play.enter("c2")
        assert not await live.alive()
        await play.redis.replicaof("NO", "ONE")
        assert (await play.enter("c2"), await live.alive()) == (("WAITING", None), True)
        await play.close()
        await live.close()


async def test_server_without_our_functions_is_given_them(play: Play) -> None:
    await play.enter("c1")
    await play.redis.function_flush()
    with pytest.raises(EngineAwayError):
        await play.enter("c2")
    assert await play.enter("c2") == ("WAITING", None)


async def until_connected(play: Play, name: str, number: int) -> None:
    async with asyncio.timeout(10):
        while len([one for one in await play.redis.client_list() if one["name"] == name]) != number:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("turns", range(1, 6))
async def test_client_let_go_by_a_task_that_is_cancelled_leaves_no_connection(play: Play, turns: int) -> None:
    one = client(f"{play.line.live.url}?client_name=gone{turns}")
    assert await one.ping()
    await until_connected(play, f"gone{turns}", 1)
    task = asyncio.ensure_future(let_go(one))  # noqa: TID251 - to be cancelled
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert not any(connection.is_connected for connection in one.connection_pool._available_connections)
    await one.aclose()
    await until_connected(play, f"gone{turns}", 0)


@pytest.mark.parametrize("turns", [0, 1, 2, 4, 8])
async def test_call_under_way_when_the_node_stops_fails_and_leaves_no_connection(play: Play, turns: int) -> None:
    live = Live(f"{play.line.live.url}?client_name=stop{turns}")
    call = asyncio.ensure_future(live.call("line_sweep_v1", "elsewhere", "1"))  # noqa: TID251 - to be awaited later
    for _ in range(turns):
        await asyncio.sleep(0)
    await live.close()
    with pytest.raises(EngineAwayError):
        await call
    with pytest.raises(EngineAwayError, match="stopping"):
        await live.call("line_sweep_v1", "elsewhere", "1")
    await until_connected(play, f"stop{turns}", 0)


class Heard:
    """An observer that keeps what it hears."""

    def __init__(self) -> None:
        self.calls, self.failed = 0, 0
        self.answers: list[bool] = []

    def observe_call(self, function: str, seconds: float) -> None:
        assert (function.endswith("_v1"), seconds > 0) == (True, True)
        self.calls += 1

    def call_failed(self) -> None:
        self.failed += 1

    def valkey_answers(self, *, yes: bool) -> None:
        self.answers.append(yes)


async def test_valkey_away_and_back_is_counted_and_said_once_each(tmp_path: Path) -> None:
    server, heard = EmbeddedValkey(tmp_path), Heard()
    live = Live(server.url, heard)
    Line(live, "t", Timing(), Limits())
    with capture_logs() as lines:
        for _ in range(2):
            with pytest.raises(EngineAwayError):
                await live.call("library_release_v1", "t")
        assert (heard.calls, heard.failed, heard.answers) == (0, 2, [False, False])
        async with server:
            for _ in range(2):
                await live.call("library_release_v1", "t")
            assert (heard.calls, heard.failed, heard.answers[2:]) == (2, 2, [True, True])
            await live.close()
    said = [line["event"] for line in lines if line["event"].startswith("valkey.")]
    assert said == ["valkey.away", "valkey.back"]
