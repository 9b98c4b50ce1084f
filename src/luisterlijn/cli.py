"""The command line. A wrong setting or a request that is refused ends in one line and exit code 2."""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
from collections.abc import Coroutine
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from luisterlijn import settings as settings_module
from luisterlijn.errors import LuisterlijnError, RefusedError, SettingsError, StoreAwayError

app = typer.Typer(
    help="A listening line: callers wait honestly, volunteers listen, nobody is lost.", no_args_is_help=True
)
user = typer.Typer(help="The people of the line.", no_args_is_help=True)
check = typer.Typer(help="Checks that end with exit code 1 when something is wrong.", no_args_is_help=True)
app.add_typer(user, name="user")
app.add_typer(check, name="check")

Config = Annotated[Path | None, typer.Option("--config", help="a TOML file of settings; LUISTERLIJN_* win over it")]


class Role(StrEnum):
    """What a person may do."""

    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"


def main() -> None:
    """Run the command line."""
    try:
        app()
    except SettingsError as error:
        _end(f"settings: {error}")
    except RefusedError as error:
        _end(f"{error.field or error.code}: {error.remedy}")
    except LuisterlijnError as error:
        _end(str(error))


def _end(line: str) -> NoReturn:
    print(line, file=sys.stderr)
    sys.exit(2)


def _run(work: Coroutine[Any, Any, None]) -> None:
    try:
        import uvloop
    except ImportError:
        asyncio.run(work)
    else:
        uvloop.run(work)


@app.command()
def serve(config: Config = None) -> None:
    """Serve the line until SIGTERM or Ctrl-C; sockets are told to come back before it ends."""
    from luisterlijn.app import Node
    from luisterlijn.insight import logs

    settings = settings_module.load(config)
    logs.configure(json=True)

    async def work() -> None:
        async with Node(settings) as node:
            await node.until_stopped()

    _run(work())


@app.command()
def demo(
    crowd: Annotated[int, typer.Option(help="callers who are played along with some volunteers", min=0, max=500)] = 0,
    config: Config = None,
) -> None:
    """A line of your own with volunteers in it, until Ctrl-C."""
    from luisterlijn import demo as played
    from luisterlijn.app import Node
    from luisterlijn.insight import logs

    settings = played.demo_settings(config)
    logs.configure(json=False, level="WARNING")

    async def work() -> None:
        print("Starting the line's own Valkey and PostgreSQL ...", flush=True)
        async with Node(settings) as node:
            await played.play(node, settings.line, crowd)

    _run(work())


@app.command()
def protocol() -> None:
    """Print the protocol as JSON Schema, with the close codes and who may retry."""
    from luisterlijn.channel.protocol import schema

    print(json.dumps(schema(), indent=2))


@user.command("add")
def user_add(
    email: Annotated[str, typer.Option(help="what the person logs in with")],
    name: Annotated[str, typer.Option(help="the name the person sees")],
    role: Annotated[Role, typer.Option(help="what the person may do")] = Role.VOLUNTEER,
    password_stdin: Annotated[bool, typer.Option(help="read the password from the first line of stdin")] = False,  # noqa: FBT002 - typer's way of an option
    config: Config = None,
) -> None:
    """Add somebody who may log in; without --password-stdin a password is made and printed once."""
    from luisterlijn.sql.database import Database
    from luisterlijn.volunteer.credentials import Credentials
    from luisterlijn.volunteer.profile import Profile, new_id, normal_email

    settings = settings_module.load(config)
    password = sys.stdin.readline().rstrip("\n") if password_stdin else secrets.token_urlsafe(12)
    person = Profile(id=new_id(), line=settings.line.id, name=name, email=normal_email(email), role=role.value)

    async def work() -> None:
        async with Database.of(settings).opened() as database:
            await Credentials(database).add_person(person, password)

    try:
        _run(work())
    except StoreAwayError as error:
        _end(f"the database cannot be reached ({error}); is database_url right, and PostgreSQL up?")
    print(f"added {person.email} as {role.value}" + ("" if password_stdin else f"; password: {password}"))


@check.command("settings")
def check_settings(config: Config = None) -> None:
    """Say whether the settings make sense, without starting anything."""
    settings = settings_module.load(config)
    print(f"the settings make sense: line {settings.line.id}, public listener {settings.host}:{settings.port}")
