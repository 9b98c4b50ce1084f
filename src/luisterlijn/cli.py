"""The command line. What is wrong is one line: a setting by its name with exit code 2, all else with exit code 1."""

from __future__ import annotations

import asyncio
import json
import secrets
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from luisterlijn import clock
from luisterlijn import settings as settings_module
from luisterlijn.errors import ListenError, LuisterlijnError, RefusedError, SettingsError
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

Config = Annotated[Path | None, typer.Option("--config", help="A TOML file with settings; the environment wins.")]
WRONG_SETTING = 2
TERMINATED = 128 + signal.SIGTERM


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run on uvloop where it is installed."""
    factory: Callable[[], asyncio.AbstractEventLoop] | None = None
    with suppress(ImportError):
        from uvloop import new_event_loop

        factory = new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        try:
            runner.run(_until_terminated(work))
        except asyncio.CancelledError:
            sys.exit(TERMINATED)


async def _until_terminated(work: Coroutine[Any, Any, None]) -> None:
    """SIGTERM ends the work in order, also while it is still starting."""
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await work


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
            await demo_module.play(node, settings.line, crowd)

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
    if not settings.database_url and not (settings.data_dir / "postgres").is_dir():
        folder = settings.data_dir.resolve()
        message = f"data_dir: {folder} holds no line yet; start `luisterlijn serve` there first, or name another"
        raise SettingsError(message)
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


def main() -> None:
    """Run a command; errors raised on purpose are one line. Trying again may help where the exit code is 1."""
    try:
        app()
    except LuisterlijnError as error:
        wrong = isinstance(error, SettingsError) and not isinstance(error, ListenError)
        sys.exit(_said(error, WRONG_SETTING if wrong else 1))


def _said(error: LuisterlijnError, code: int) -> int:
    print(f"luisterlijn: {error}", file=sys.stderr)
    return code
