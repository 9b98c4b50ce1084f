"""What every command shares: its settings, a loop that ends in order, and a line that must be there."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

import typer

from luisterlijn.errors import SettingsError
from luisterlijn.settings import Settings

T = TypeVar("T")
Config = Annotated[Path | None, typer.Option("--config", help="A TOML file with settings; the environment wins.")]
Channel: TypeAlias = Literal["chat", "phone"]


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run on uvloop where it is installed; what the work returns."""
    factory: Callable[[], asyncio.AbstractEventLoop] | None = None
    with suppress(ImportError):
        from uvloop import new_event_loop

        factory = new_event_loop
    told: list[signal.Signals] = []
    with asyncio.Runner(loop_factory=factory) as runner:
        try:
            return runner.run(_until_told(work, told))
        except asyncio.CancelledError:
            sys.exit(128 + told[0])


async def _until_told(work: Coroutine[Any, Any, T], told: list[signal.Signals]) -> T:
    """SIGTERM and SIGINT end the work in order, also while it starts, and where a shell has SIGINT ignored; `told`: which."""
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - this runs in one

    def end(by: signal.Signals) -> None:
        told.append(by)
        task.cancel()

    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, end, one)
    return await work


def end_at_once() -> None:
    """From here on Ctrl-C ends the program, whatever it computes: nothing is open that would have to end in order."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def line_is_there(settings: Settings) -> None:
    """Refuse to make a database in a folder that has none: it would be that of no line."""
    if not settings.database_url and not (settings.data_dir / "postgres").is_dir():
        folder = settings.data_dir.resolve()
        message = f"data_dir: {folder} holds no line yet; start `luisterlijn serve` there first, or name another"
        raise SettingsError(message)
