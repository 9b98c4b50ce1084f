"""The command line. What is wrong is one line: a setting by its name with exit code 2, all else with exit code 1.

`check coverage` says with 1 that there are holes, and with 3 that it cannot know: cron must not take that for covered.
"""

from __future__ import annotations

import json
import secrets
import sys
import traceback
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from luisterlijn import clock
from luisterlijn import settings as settings_module
from luisterlijn.cli.plan import plan
from luisterlijn.cli.running import Channel, Config, line_is_there, run
from luisterlijn.cli.simulate import simulate
from luisterlijn.errors import ListenError, LuisterlijnError, RefusedError, SettingsError, StoreAwayError
from luisterlijn.settings import Settings

app = typer.Typer(
    name="luisterlijn",
    help="The backend and the three pages of a listening line.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
user = typer.Typer(help="The people of the line.", no_args_is_help=True)
check = typer.Typer(help="Checks that change nothing.", no_args_is_help=True)
app.add_typer(user, name="user")
app.add_typer(check, name="check")
app.add_typer(plan, name="plan")
app.command("simulate")(simulate)

WRONG_SETTING = 2
NOT_KNOWN = 3


@app.command()
def serve(config: Config = None) -> None:
    """Serve the line until SIGTERM or Ctrl-C."""
    from luisterlijn.app import Node, allow_open_files
    from luisterlijn.insight import logs

    settings = settings_module.load(config)
    logs.configure(json=not sys.stderr.isatty())
    allow_open_files()

    async def serving() -> None:
        async with Node(settings) as node:
            await node.until_stopped()

    run(serving())


@app.command()
def demo(
    crowd: Annotated[int, typer.Option(min=0, help="Callers that are played along.")] = 0, config: Config = None
) -> None:
    """Serve a line to try, with volunteers in it."""
    from luisterlijn import demo as demo_module
    from luisterlijn.app import Node, allow_open_files
    from luisterlijn.insight import logs

    settings = demo_module.demo_settings(config)
    logs.configure(json=False, level="WARNING")
    allow_open_files()

    async def playing() -> None:
        print("Starting the line's own Valkey and PostgreSQL ...", flush=True)
        async with Node(settings) as node:
            await demo_module.play(node, settings, crowd)

    run(playing())


@app.command()
def protocol() -> None:
    """Print the wire protocol as JSON Schema, with the close codes and who may retry."""
    from luisterlijn.channel.protocol import schema

    print(json.dumps(schema(), indent=2))


@user.command("add")
def user_add(  # noqa: PLR0913, PLR0917 - options, all given by name
    email: Annotated[str, typer.Option(help="What logs in.")],
    name: Annotated[str, typer.Option(help="As the person's own pages show it.")],
    role: Annotated[str, typer.Option(help="volunteer, coordinator or administrator.")] = "volunteer",
    language: Annotated[list[str] | None, typer.Option(help="Repeat for more; none: those of the line.")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="Repeat for more; none: those of the line.")] = None,
    region: Annotated[str | None, typer.Option(help="Own region; none: any.")] = None,
    may_take_two: Annotated[bool, typer.Option("--may-take-two", help="May choose two chats at once.")] = False,  # noqa: FBT002 - a flag
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read the password from there.")] = False,  # noqa: FBT002 - a flag
    config: Config = None,
) -> None:
    """Add a person. Without --password-stdin a password is made and printed once."""
    from luisterlijn.insight import logs
    from luisterlijn.volunteer.profile import ROLES, Profile, new_id, normal_email

    settings = settings_module.load(config)
    logs.configure(json=False, level="WARNING")
    if role not in ROLES:
        raise RefusedError("role_unknown", f"Use --role with one of {', '.join(ROLES)}.", field="role")
    line = settings.line
    _known("language", language or [], line.languages)
    _known("topic", topic or [], [one.id for one in line.topics])
    _known("region", [region] if region else [], [one.id for one in line.regions])
    line_is_there(settings)
    password = sys.stdin.readline().rstrip("\n") if password_stdin else secrets.token_urlsafe(12)
    person = Profile(
        id=new_id(),
        line=settings.line.id,
        name=name,
        email=normal_email(email),
        role=role,
        languages=tuple(language or ()),
        topics=tuple(topic or ()),
        region=region,
        may_take_two=may_take_two,
    )
    run(_add(settings, person, password))
    print(
        f"{person.role} {person.email} of line {person.line} may log in now."
        + ("" if password_stdin else f" Password: {password}")
    )


def _known(name: str, given: list[str], known: Sequence[str]) -> None:
    """Refuse what the line does not have: nobody would ever be offered a contact by it."""
    for one in given:
        if one not in known:
            there = ", ".join(known) or f"none; leave --{name} away"
            raise RefusedError(f"unknown_{name}", f"{one!r} is no {name} of this line; it has: {there}.", field=name)


async def _add(settings: Settings, person: Any, password: str) -> None:
    from luisterlijn.sql.database import Database
    from luisterlijn.volunteer.credentials import Credentials

    async with Database.of(settings).opened() as database:
        await Credentials(database).add_person(person, password, clock.now())


@check.command("settings")
def check_settings(config: Config = None) -> None:
    """Read the settings as `serve` would and say whether they make sense."""
    settings = settings_module.load(config)
    print(f"The settings of line {settings.line.id} make sense.")


@check.command("coverage")
def check_coverage(
    days: Annotated[int, typer.Option(min=1, max=400, help="So many days from now on.")] = 14,
    channel: Annotated[Channel | None, typer.Option(help="Only this channel.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the holes as JSON.")] = False,  # noqa: FBT002 - a flag
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the holes as CSV.")] = False,  # noqa: FBT002 - a flag
    config: Config = None,
) -> None:
    """Print the holes of the rota. Exit code 0: there are none; 1: there are; 3: nobody can say."""
    from luisterlijn.insight import logs

    if as_json and as_csv:
        message = "choose one of --json and --csv"
        raise typer.BadParameter(message)
    settings = settings_module.load(config)
    logs.configure(json=False, level="ERROR")
    line_is_there(settings)
    try:
        sys.exit(run(_check_coverage(settings, days, channel, "json" if as_json else "csv" if as_csv else "words")))
    except StoreAwayError as error:
        sys.exit(_said(error, NOT_KNOWN, "nobody can say whether every hour is covered"))
    except Exception:  # noqa: BLE001 - with 1 cron would take it for holes
        traceback.print_exc()
        sys.exit(NOT_KNOWN)


async def _check_coverage(settings: Settings, days: int, channel: Channel | None, form: str) -> int:
    """Print the report in that form; the exit code."""
    from luisterlijn import clock
    from luisterlijn.sql.database import Database
    from luisterlijn.volunteer import covered
    from luisterlijn.volunteer.coverage import CHANNELS
    from luisterlijn.volunteer.coverage_report import Report

    now = clock.now()
    line, end = settings.line, now + timedelta(days=days)
    async with Database.of(settings).opened() as database, database.transaction() as connection:
        rota = await covered.rota(connection, line.id, now, end)
    report = Report.of(rota, line.id, ZoneInfo(line.timezone), now, end, CHANNELS if channel is None else (channel,))
    print({"json": report.as_json, "csv": report.as_csv, "words": report.as_words}[form]())
    if report.until is None:
        print(
            f"luisterlijn: no shift is published in these {days} days: nothing is known to be covered", file=sys.stderr
        )
        return NOT_KNOWN
    return 1 if report.total else 0


def main() -> None:
    """Run a command; errors raised on purpose are one line. Trying again may help where the exit code is 1."""
    try:
        app()
    except LuisterlijnError as error:
        wrong = isinstance(error, SettingsError) and not isinstance(error, ListenError)
        sys.exit(_said(error, WRONG_SETTING if wrong else 1))


def _said(error: LuisterlijnError, code: int, so: str = "") -> int:
    print(f"luisterlijn: {error}" + (f"; {so}" if so else ""), file=sys.stderr)
    return code
