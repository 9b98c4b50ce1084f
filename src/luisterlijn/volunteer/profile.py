"""The people of a line, from SQL: who they are and what they can take. Live presence is not here but in the engine."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.facts import Channel
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import person, way

Role: TypeAlias = Literal["volunteer", "coordinator", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
"""Each may all that those before it may."""

NAME = re.compile(r"(?=.*\S)[^\x00-\x1f\x7f]{1,120}")
EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,189}")
CHANNELS: tuple[Channel, ...] = ("chat", "phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One person of a line. `id` is opaque; the e-mail address and the name never leave SQL but for the person's own page.

    Empty `languages` or `topics` mean: those the line has. `region` None: any.
    """

    id: str
    line: str
    name: str
    email: str
    role: Role
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = CHANNELS
    region: str | None = None
    may_take_two: bool = False

    def is_at_least(self, role: Role) -> bool:
        """Whether this person may what that role may."""
        return ROLES.index(self.role) >= ROLES.index(role)


COLUMNS = [
    person.c[name]
    for name in ("id", "line", "name", "email", "role", "languages", "topics", "channels", "region", "may_take_two")
]


def new_id() -> str:
    """An opaque id: `v` and twelve characters of base 32, 60 random bits."""
    return "v" + base64.b32encode(secrets.token_bytes(8)).decode().lower()[:12]


def normal_email(email: str) -> str:
    """An e-mail address as it is kept and compared."""
    return email.strip().lower()


@contextmanager
def email_taken() -> Iterator[None]:
    """Say in plain words that an e-mail address is another person's already.

    Raises:
        RefusedError: `email_taken`.
    """
    try:
        yield
    except IntegrityError as error:
        if "uq_person_email" not in str(error.orig):
            raise
        message = "Somebody has this e-mail address already; choose another."
        raise RefusedError(code="email_taken", remedy=message, field="email") from error


async def add(connection: AsyncConnection, profile: Profile, password_hash: str) -> None:
    """Keep a new person, reached by the address they log in with.

    Raises:
        RefusedError: `name_invalid`, `email_invalid`, or `email_taken` by another person.
    """
    if not NAME.fullmatch(profile.name):
        raise RefusedError(code="name_invalid", remedy="Give a name of at most 120 characters.", field="name")
    if not EMAIL.fullmatch(profile.email):
        raise RefusedError(
            code="email_invalid", remedy="Give an e-mail address such as name@example.org.", field="email"
        )
    values = {column.name: _plain(getattr(profile, column.name)) for column in COLUMNS}
    with email_taken():
        await connection.execute(insert(person).values(**values, password_hash=password_hash))
    await connection.execute(insert(way).values(person=profile.id, kind="mail", address=profile.email))


async def save(database: Database, profile: Profile, password_hash: str) -> None:
    """Keep a new person, in a transaction of its own.

    Raises:
        RefusedError: as `add`.
        StoreAwayError: PostgreSQL is away.
    """
    async with database.transaction() as connection:
        await add(connection, profile, password_hash)


async def everybody(database: Database, line: str, role: Role | None = None) -> Sequence[Profile]:
    """The active people of a line, by name; those of one role if given.

    Raises:
        StoreAwayError: PostgreSQL is away.
    """
    wanted = select(*COLUMNS).where(person.c.line == line, person.c.active).order_by(person.c.name, person.c.id)
    if role is not None:
        wanted = wanted.where(person.c.role == role)
    async with database.transaction() as connection:
        return tuple(of_row(row) for row in await connection.execute(wanted))


def of_row(row: Any) -> Profile:
    """A profile from a row that has (at least) the columns of `COLUMNS`."""
    values = {column.name: getattr(row, column.name) for column in COLUMNS}
    for name in ("languages", "topics", "channels"):
        values[name] = tuple(values[name])
    return Profile(**values)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
