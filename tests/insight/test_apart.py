"""Computing in another process: steps in order, errors, stopping, and no process left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from luisterlijn.insight import apart as module
from luisterlijn.insight.apart import ApartError, Step, apart
from luisterlijn.live.tasks import cancelled, spawn

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def computing(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """What is computed, by a name other processes find it under too."""
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    monkeypatch.syspath_prepend(HERE)
    return import_module("computing")


class Told:
    """The steps told; `first` is set with the first."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.first = asyncio.Event()

    async def __call__(self, step: Step) -> None:
        self.steps.append(step)
        self.first.set()

    @property
    def process(self) -> int:
        """The process, where its first result says so."""
        return int(self.steps[0].result)


def is_there(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


async def test_steps_come_in_order_with_their_results(computing: ModuleType) -> None:
    told = Told()
    await apart(computing.squares, [2, 3], told)
    assert told.steps == [Step(1, 2, [4]), Step(2, 2, [4, 9])]


async def test_much_is_handed_and_told(computing: ModuleType) -> None:
    told = Told()
    await apart(computing.squares, list(range(300)) * 3, told)
    assert told.steps[-1] == Step(900, 900, [number * number for number in range(300)] * 3)


async def test_error_there_is_an_error_here_after_what_was_told(computing: ModuleType) -> None:
    told = Told()
    with pytest.raises(ApartError, match=r"^ValueError: no such thing$"):
        await apart(computing.broken, "no such thing", told)
    assert told.steps == [Step(1, 2, "a first")]


async def test_process_that_ends_without_a_word_is_an_error(computing: ModuleType) -> None:
    with pytest.raises(ApartError, match="ended with 7"):
        await apart(computing.gone, None, Told())


async def test_stopped_it_tells_what_it_has(computing: ModuleType) -> None:
    told, stopped = Told(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(apart(computing.endless, "what there is", told, stopped))
        await told.first.wait()
        stopped.set()
    assert told.steps[1:] == [Step(1, 1, "what there is")]
    assert not is_there(told.process)


async def test_stopped_before_it_began_it_ends_without_a_trace(
    computing: ModuleType, capfd: pytest.CaptureFixture[str]
) -> None:
    stopped = asyncio.Event()
    stopped.set()
    await apart(computing.endless, "what there is", Told(), stopped)
    assert capfd.readouterr().err == ""


async def test_stopped_it_hears_that_also_where_a_shell_has_it_ignored(
    computing: ModuleType,
) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # other processes inherit it
    told, stopped = Told(), asyncio.Event()
    try:
        async with asyncio.timeout(module.STOP_SECONDS - 1), asyncio.TaskGroup() as group:
            group.create_task(apart(computing.endless, "what there is", told, stopped))
            await told.first.wait()
            stopped.set()
    finally:
        signal.signal(signal.SIGINT, before)
    assert told.steps[1:] == [Step(1, 1, "what there is")]


async def test_stopped_but_deaf_it_is_ended(computing: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STOP_SECONDS", 0.2)
    told, stopped = Told(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(apart(computing.deaf, None, told, stopped))
        await told.first.wait()
        stopped.set()
    assert not is_there(told.process)


async def test_cancelled_it_leaves_no_process(computing: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "END_SECONDS", 0)
    told = Told()
    work = spawn(apart(computing.deaf, None, told), name="deaf")
    await told.first.wait()
    assert is_there(told.process)
    await cancelled(work)
    assert not is_there(told.process)


async def test_cancelled_it_leaves_nothing_it_started(computing: ModuleType) -> None:
    told = Told()
    work = spawn(apart(computing.with_another, None, told), name="another")
    await told.first.wait()
    assert is_there(told.process)
    await cancelled(work)
    assert not is_there(told.process)


async def test_settings_are_handed_and_are_in_no_environment(
    computing: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUISTERLIJN_SECRET", "of this line")
    monkeypatch.setenv("SOMETHING_ELSE", "kept")
    told = Told()
    await apart(computing.surroundings, None, told)
    names = told.steps[0].result
    assert ("SOMETHING_ELSE" in names, [one for one in names if one.startswith("LUISTERLIJN")]) == (True, [])


STARTS_ONE = """
import asyncio
import computing
from luisterlijn.insight.apart import apart

async def told(step):
    print(step.result, flush=True)

asyncio.run(apart(getattr(computing, "{}"), None, told))
"""


@pytest.mark.parametrize("what", ["deaf", "with_another"])
def test_node_that_is_killed_leaves_no_process(what: str) -> None:
    program, pipe = [sys.executable, "-c", STARTS_ONE.format(what)], subprocess.PIPE
    with subprocess.Popen(program, stdout=pipe, stderr=pipe, text=True) as node:
        assert node.stdout is not None
        assert node.stderr is not None
        process = int(node.stdout.readline())
        assert is_there(process)
        os.kill(node.pid, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while is_there(process) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not is_there(process)
        assert node.stderr.read() == ""
