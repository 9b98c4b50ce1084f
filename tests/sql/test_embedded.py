"""The program's own PostgreSQL is shared by the nodes of a data directory and outlives none of them by mistake."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from luisterlijn.sql.embedded import EmbeddedPostgres, _last_words

FAST = ("fsync=off",)


@pytest.fixture
def server(home: Path) -> Iterator[EmbeddedPostgres]:
    one = EmbeddedPostgres(home, FAST)
    yield one
    one.stop()


def pid_of(home: Path) -> int:
    return int((home / "postgres" / "postmaster.pid").read_text().splitlines()[0])


@pytest.mark.parametrize("first", [0, 1])
def test_stop_by_the_last_of_two_nodes(home: Path, first: int) -> None:
    nodes = [EmbeddedPostgres(home, FAST), EmbeddedPostgres(home, FAST)]
    assert nodes[0].start() == nodes[1].start()
    nodes[first].stop()
    assert nodes[0].running()
    nodes[1 - first].stop()
    assert not nodes[0].running()


async def test_start_keeps_what_was_there(home: Path) -> None:
    for expected in (0, 1):
        server = EmbeddedPostgres(home, FAST)
        connection = await asyncpg.connect(server.start())
        await connection.execute("CREATE TABLE IF NOT EXISTS kept (id int)")
        assert await connection.fetchval("SELECT count(*) FROM kept") == expected
        await connection.execute("INSERT INTO kept VALUES (1)")
        await connection.close()
        server.stop()


def test_start_after_the_server_was_killed(server: EmbeddedPostgres, home: Path) -> None:
    server.start()
    killed = pid_of(home)
    os.kill(killed, signal.SIGKILL)
    while server.running():
        time.sleep(0.01)
    server.start()
    assert pid_of(home) != killed


def test_start_when_another_program_has_the_old_process_id(server: EmbeddedPostgres, home: Path) -> None:
    server.start()
    left = (home / "postgres" / "postmaster.pid").read_text().splitlines()
    server.stop()
    (home / "postgres" / "postmaster.pid").write_text("\n".join([str(os.getpid()), *left[1:]]) + "\n")
    assert not server.running()
    server.start()
    assert pid_of(home) != os.getpid()


def test_stop_after_another_node_was_killed(home: Path) -> None:
    node = (
        "import os, signal, pathlib, luisterlijn.sql.embedded as e\n"
        f"node = e.EmbeddedPostgres(pathlib.Path({str(home)!r}), ('fsync=off',)); node.start()\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", node], check=False).returncode == -signal.SIGKILL
    survivor = EmbeddedPostgres(home, FAST)
    assert survivor.running()
    survivor.start()
    survivor.stop()
    assert not survivor.running()


async def test_start_where_the_path_is_too_long_for_a_socket(home: Path) -> None:
    deep = home / ("long" * 20)
    server = EmbeddedPostgres(deep, FAST)
    connection = await asyncpg.connect(server.start())
    assert await connection.fetchval("SELECT 1") == 1
    await connection.close()
    short = server._short_dir()
    assert short.exists()
    server.stop()
    assert not short.exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("ok\nrunning ... 10:00 [7] FATAL:  disk full\nexit code 1\ninitdb: removing contents", "FATAL:  disk full"),
        ("waiting\npg_ctl: could not start server\nExamine the log output.", "pg_ctl: could not start server"),
        ("one\ntwo", "two"),
        ("", "it said nothing"),
    ],
)
def test_last_words_are_the_line_that_tells_of_the_failure(said: str, words: str) -> None:
    assert _last_words(said) == words
