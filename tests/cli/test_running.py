"""What every command shares."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from luisterlijn import settings as settings_module
from luisterlijn.cli.running import line_is_there, run
from luisterlijn.errors import SettingsError


async def told_to_stop(by: signal.Signals, ended: list[str]) -> None:
    os.kill(os.getpid(), by)
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        ended.append("in order")
        raise


async def answer() -> int:
    return 42


def test_run_gives_what_the_work_returns() -> None:
    assert run(answer()) == 42


@pytest.mark.parametrize(("by", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_run_told_to_stop_ends_the_work_in_order(by: signal.Signals, code: int) -> None:
    ended: list[str] = []
    with pytest.raises(SystemExit) as stopped:
        run(told_to_stop(by, ended))
    assert (stopped.value.code, ended) == (code, ["in order"])


def test_line_is_there_where_its_database_is(tmp_path: Path) -> None:
    empty = settings_module.load(environment={}, data_dir=tmp_path)
    with pytest.raises(SettingsError, match=r"data_dir: .* holds no line yet"):
        line_is_there(empty)
    (tmp_path / "postgres").mkdir()
    line_is_there(empty)
    line_is_there(settings_module.load(environment={}, database_url="postgresql://user@127.0.0.1/none"))
