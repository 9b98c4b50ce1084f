"""`luisterlijn plan`: forecast, people required, a rota proposal, and how good forecasts were; in words, JSON or CSV."""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from luisterlijn import clock
from luisterlijn import settings as settings_module
from luisterlijn.cli.running import Channel, Config, end_at_once, line_is_there, run
from luisterlijn.errors import RefusedError
from luisterlijn.settings import Settings

if TYPE_CHECKING:
    from luisterlijn.insight.plan import Plan

plan = typer.Typer(help="How many people are needed, and who could come.", no_args_is_help=True)

Days = Annotated[int, typer.Option(min=1, max=92, help="So many days.")]
From = Annotated[str | None, typer.Option("--from", help="First local day, such as 2026-12-01; today unless given.")]
Only = Annotated[Channel | None, typer.Option(help="Only this channel.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]
NOT_KNOWN = 3
"""Exit code where there is no history to say anything from."""


@plan.command("forecast")
def forecast(
    days: Days = 14,
    first: From = None,
    channel: Only = None,
    as_json: AsJson = False,  # noqa: FBT002 - a flag
    as_csv: AsCsv = False,  # noqa: FBT002 - a flag
    config: Config = None,
) -> None:
    """Print how many will come, quarter by quarter, with the band four of five lie in."""
    from luisterlijn.insight.plan_report import FORECAST

    _planned(FORECAST, days, first, channel, _form(as_json=as_json, as_csv=as_csv), config)


@plan.command("required")
def required(
    days: Days = 14,
    first: From = None,
    channel: Only = None,
    as_json: AsJson = False,  # noqa: FBT002 - a flag
    as_csv: AsCsv = False,  # noqa: FBT002 - a flag
    config: Config = None,
) -> None:
    """Print how many people are required, why, and what those planned achieve."""
    from luisterlijn.insight.plan_report import REQUIRED

    _planned(REQUIRED, days, first, channel, _form(as_json=as_json, as_csv=as_csv), config)


@plan.command("roster")
def roster(
    days: Annotated[int, typer.Option(min=1, max=35, help="So many days.")] = 14,
    first: From = None,
    seconds: Annotated[int, typer.Option(min=0, max=600, help="How long to look for a better one; 0: not.")] = 20,
    as_json: AsJson = False,  # noqa: FBT002 - a flag
    as_csv: AsCsv = False,  # noqa: FBT002 - a flag
    config: Config = None,
) -> None:
    """Print whom to ask for which shift. Nobody is asked by this: the planning page does."""
    from luisterlijn.insight import proposal_report, proposals

    form = _form(as_json=as_json, as_csv=as_csv)
    settings, begin, _ = _begun(config, first, days)
    begins_on = begin.astimezone(ZoneInfo(settings.line.timezone)).date()
    params = {"first_on": f"{begins_on}", "last_on": f"{begins_on + timedelta(days=days - 1)}", "seconds": seconds}

    async def read() -> proposals.Handed:
        async with _database(settings) as database, database.transaction(snapshot=True) as connection:
            return await proposals.handed(settings, connection, params | {"show_rate": None}, clock.now())

    handed = run(read())
    end_at_once()
    print(proposal_report.said(handed, proposals.made(handed), form))


@plan.command("backtest")
def backtest(
    channel: Only = None,
    as_json: AsJson = False,  # noqa: FBT002 - a flag
    as_csv: AsCsv = False,  # noqa: FBT002 - a flag
    config: Config = None,
) -> None:
    """Print how good forecasts of the past would have been, beside what chance alone makes."""
    from luisterlijn.insight import backtest as tested
    from luisterlijn.insight import demand, plan_report

    form = _form(as_json=as_json, as_csv=as_csv)
    settings, _, _ = _begun(config, None, 1)

    async def work() -> list[tested.Backtest]:
        async with _database(settings) as database, database.transaction(snapshot=True) as connection:
            pasts = [await demand.past(connection, settings, one, clock.now()) for one in _channels(channel)]
        return [tested.backtest(one.series, one.zone, one.holidays, one.campaigns) for one in pasts]

    found = run(work())
    if form == "json":
        print(plan_report.backtest_json(settings.line.id, found))
    else:
        print(plan_report.backtest_csv(found) if form == "csv" else plan_report.backtest_words(found))
    if all(one.wape is None for one in found):
        sys.exit(NOT_KNOWN)


def _planned(
    what: tuple[str, ...], days: int, first: str | None, channel: Channel | None, form: str, config: Any
) -> None:
    from luisterlijn.insight.plan_report import Told

    settings, begin, end = _begun(config, first, days)
    found = run(_plans(settings, channel, begin, end))
    told = Told(settings.line.id, ZoneInfo(settings.line.timezone), what, found)
    print({"json": told.as_json, "csv": told.as_csv, "words": told.as_words}[form]())
    if all(one is None for one in found.values()):
        sys.exit(NOT_KNOWN)


async def _plans(settings: Settings, channel: Channel | None, begin: datetime, end: datetime) -> dict[str, Plan | None]:
    """Each channel's plan; None where there is no history."""
    from luisterlijn.insight import demand
    from luisterlijn.insight.plan import plan as planned
    from luisterlijn.volunteer import covered
    from luisterlijn.volunteer.coverage import count

    now, found = clock.now(), dict[str, "Plan | None"]()
    async with _database(settings) as database, database.transaction(snapshot=True) as connection:
        rota = await covered.rota(connection, settings.line.id, begin, end, forecast=False)
        rate = await covered.show_rate(connection, settings.line.id, now, settings.rota.show_rate)
        for one in _channels(channel):
            known = await demand.past(connection, settings, one, now)
            ground = demand.ground(known, settings, begin, end)
            there = count(rota, one, begin, end).quarters().planned
            found[one] = planned(ground, there, rate, settings.planning.certainty) if ground.forecast.weeks else None
    return found


def _begun(config: Any, first: str | None, days: int) -> tuple[Settings, datetime, datetime]:
    """The settings, and the days asked for, in UTC."""
    from luisterlijn.insight import logs
    from luisterlijn.volunteer.template import DAY, day_begins, local_day

    settings = settings_module.load(config)
    logs.configure(json=False, level="ERROR")
    line_is_there(settings)
    zone = ZoneInfo(settings.line.timezone)
    try:
        day = local_day(clock.now(), zone) if first is None else date.fromisoformat(first)
        return settings, day_begins(day, zone), day_begins(day + days * DAY, zone)
    except (ValueError, OverflowError):
        raise RefusedError("bad_request", "Give a day such as 2026-12-01.", field="from") from None


def _database(settings: Settings) -> Any:
    from luisterlijn.sql.database import Database

    return Database.of(settings).opened()


def _channels(only: Channel | None) -> tuple[Channel, ...]:
    from luisterlijn.volunteer.coverage import CHANNELS

    return CHANNELS if only is None else (only,)


def _form(*, as_json: bool, as_csv: bool) -> str:
    if as_json and as_csv:
        message = "choose one of --json and --csv"
        raise typer.BadParameter(message)
    return "json" if as_json else "csv" if as_csv else "words"
