"""`luisterlijn simulate`: a day of the line, many times over, on its real Functions."""

from __future__ import annotations

import json
import sys
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from luisterlijn import clock
from luisterlijn import settings as settings_module
from luisterlijn.cli.running import Config, line_is_there, run
from luisterlijn.errors import SettingsError
from luisterlijn.settings import Settings

if TYPE_CHECKING:
    from luisterlijn.insight.simulation import Day, Scenario
    from luisterlijn.insight.simulation.said import Result
    from luisterlijn.insight.simulation.summary import Row

MOST_DAYS, MOST_CAMPAIGN = 10_000, 20.0
FIRST_YEAR, LAST_YEAR = 2000, 2099


@dataclass(frozen=True)
class Asked:
    """The options."""

    days: int
    seed: int
    on: str
    campaign: float
    show_rate: float | None
    example: bool
    recorded: bool


def simulate(  # noqa: PLR0913, PLR0917 - options, all given by name
    days: Annotated[int, typer.Option(help="Simulate the day so many times.")] = 20,
    seed: Annotated[int, typer.Option(help="The same gives the same days.")] = 1,
    on: Annotated[str, typer.Option("--date", help="Which day, such as 2026-12-05; tomorrow if not given.")] = "",
    campaign: Annotated[float, typer.Option(help="So many times as many callers.")] = 1.0,
    show_rate: Annotated[float | None, typer.Option(help="Share of the people planned who come; as measured.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,  # noqa: FBT002 - a flag
    against: Annotated[Path | None, typer.Option(help="Compare with this result of --json, day by day.")] = None,
    example: Annotated[bool, typer.Option("--example", help="An invented line of 1,700 callers.")] = False,  # noqa: FBT002 - a flag
    recorded: Annotated[bool, typer.Option("--recorded", help="Callers come when they did on that day.")] = False,  # noqa: FBT002 - a flag
    config: Config = None,
) -> None:
    """Play a day many times over: how long callers wait, who is answered, who rests. Ctrl-C prints what is done."""
    asked = Asked(days, seed, on, campaign, show_rate, example, recorded)
    _check(asked)
    settings = settings_module.load(config)
    from luisterlijn.insight import logs
    from luisterlijn.insight.simulation.said import Result

    logs.configure(json=False, level="ERROR")
    scenario = _scenario(settings, asked)
    before = None if against is None else _before(against, Result(scenario, seed, days, ()))
    done: list[Day] = []

    def tell() -> None:
        result = Result.of(scenario, seed, days, done)
        print(json.dumps(result.as_json(before), indent=2) if as_json else result.as_words(before))

    try:
        run(_play(scenario, days, seed, done))
    except SystemExit:  # told to stop
        tell()
        raise
    tell()


def _check(asked: Asked) -> None:
    if not 1 <= asked.days <= MOST_DAYS:
        raise SettingsError(f"--days: is {asked.days}; give 1 to {MOST_DAYS}")
    if asked.seed < 0:
        raise SettingsError(f"--seed: is {asked.seed}; give a whole number from 0 on")
    if not 0 < asked.campaign <= MOST_CAMPAIGN:
        raise SettingsError(f"--campaign: is {asked.campaign:g}; give a factor above 0 up to {MOST_CAMPAIGN:g}")
    if asked.show_rate is not None and not 0 < asked.show_rate <= 1:
        raise SettingsError(f"--show-rate: is {asked.show_rate:g}; give a share above 0 up to 1")


def _day(on: str, zone: ZoneInfo) -> date:
    """The day named, or tomorrow."""
    tomorrow = clock.now().astimezone(zone).date() + timedelta(days=1)
    try:
        day = date.fromisoformat(on) if on else tomorrow
    except ValueError:
        raise SettingsError(f"--date: {on!r} is no day; write it as {tomorrow}") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise SettingsError(f"--date: is {day}; choose a day from {FIRST_YEAR} to {LAST_YEAR}")
    return day


def _scenario(settings: Settings, asked: Asked) -> Scenario:
    from luisterlijn.insight.simulation.example import example
    from luisterlijn.volunteer.template import day_begins

    zone = ZoneInfo(settings.line.timezone)
    day = _day(asked.on, zone)
    if not asked.example:
        return run(_of_line(settings, asked, day))
    return example(day_begins(day, zone), campaign=asked.campaign, show_rate=asked.show_rate)


async def _of_line(settings: Settings, asked: Asked, day: date) -> Scenario:
    """The line's own day: its forecast, its callers' ways, its rota."""
    from luisterlijn.insight import scenarios
    from luisterlijn.sql.database import Database

    line_is_there(settings)
    params = {"first_on": f"{day}", "days": asked.days, "seed": asked.seed, "show_rate": asked.show_rate}
    params |= {"arrivals": asked.campaign, "handle": 1.0, "study": None, "recorded": asked.recorded}
    async with Database.of(settings).opened() as database, database.transaction(snapshot=True) as connection:
        return (await scenarios.handed(settings, connection, params, clock.now())).scenario


def _before(path: Path, ours: Result) -> list[Row]:
    """The days of an earlier result, which must be of the same callers."""
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        rows: list[Row] = said["rows"]
    except OSError as error:
        raise SettingsError(f"--against: {path} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError):
        raise SettingsError(f"--against: {path} is no result of `luisterlijn simulate --json`") from None
    mine = ours.as_json()
    for name in ("seed", "starts_at", "campaign", "handle", "hours"):
        if said.get(name) != mine[name]:
            raise SettingsError(f"--against: {path} has another {name}; simulate both with the same options")
    if len(rows) < ours.asked:
        raise SettingsError(f"--against: {path} has only {len(rows)} days; give --days {len(rows)}")
    return rows


async def _play(scenario: Scenario, days: int, seed: int, done: list[Day]) -> None:
    """Add the days to `done` as they are finished."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

    from luisterlijn.insight.simulation import repeated

    console = Console(stderr=True)
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("simulated days", total=days)
        async with aclosing(repeated(scenario, days, seed)) as finished:
            async for day in finished:
                done.append(day)
                bar.advance(task)
