"""Who may come in: passwords and sessions.

A password is kept as an argon2id hash. A session is an opaque 256-bit token of which SQL holds only the SHA-256; it lives
twelve hours from the last use. An unknown e-mail address costs the same time as a wrong password.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TypeVar

import structlog
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from luisterlijn.errors import RefusedError, StoreAwayError
from luisterlijn.sql.audit import COMMAND, note
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import person, session
from luisterlijn.sql.telling import tell
from luisterlijn.volunteer import attempts, profile
from luisterlijn.volunteer.attempts import TooManyAttemptsError
from luisterlijn.volunteer.profile import Profile

log = structlog.get_logger()

T = TypeVar("T")

LIFE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
SHORTEST_PASSWORD = 10
NO_PASSWORD = ""
"""Kept instead of a hash until somebody was invited and chose a password; nothing compares to it."""
CACHED = 10_000

# 32 MiB and three passes: above the floor OWASP gives for argon2id, about 60 ms; two at once bound the memory.
_hasher = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")
MOST_LOOKED_AT = 50
"""Passwords being looked at at once, about two seconds' work; one more is asked to wait."""


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A new session: the token, told once, and whose it is."""

    token: str
    person: Profile
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class _Known:
    person: Profile
    expires_at: datetime


class Credentials:
    """Log-in, log-out and "who is this" of one node; remembers who it saw, for while PostgreSQL is away."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: OrderedDict[bytes, _Known] = OrderedDict()
        self._looked_at = 0

    async def add_person(self, person: Profile, password: str, now: datetime, by: str = COMMAND) -> None:
        """Keep a new person who may log in at once.

        Raises:
            RefusedError: `password_short`, `email_invalid` or `email_taken`.
            StoreAwayError: PostgreSQL is away.
        """
        password_hash = await hashed(password)
        async with self._database.transaction() as connection:
            await profile.add(connection, person, password_hash)
            await note(connection, person.line, now, by, "person.added", person.id, role=person.role)
            await tell(connection, person.line, "person.changed", now, volunteer=person.id)

    async def log_in(self, email: str, password: str, now: datetime, place: str = "") -> LoggedIn:
        """Begin a session.

        Args:
            place: where the attempt comes from, as a pseudonym, if that is known.

        Raises:
            TooManyAttemptsError: too soon after failures, or too many people at once.
            RefusedError: `wrong_credentials`, whether the address, the password or both are wrong.
            StoreAwayError: PostgreSQL is away.
        """
        email = profile.normal_email(email)
        if self._looked_at >= MOST_LOOKED_AT:
            raise TooManyAttemptsError(timedelta(seconds=2))
        self._looked_at += 1
        try:
            return await self._look_at(email, password, now, place)
        finally:
            self._looked_at -= 1

    async def _look_at(self, email: str, password: str, now: datetime, place: str) -> LoggedIn:
        await attempts.count(self._database, email, place, now)
        can = person.c.active & (person.c.password_hash != NO_PASSWORD)
        wanted = select(person.c.password_hash, *profile.COLUMNS).where(person.c.email == email, can)
        async with self._database.transaction() as connection:
            row = (await connection.execute(wanted)).one_or_none()
        right = await _in_thread(_verify, _nobodys_hash() if row is None else row.password_hash, password)
        if row is None or not right:
            log.info("login.refused")
            raise RefusedError(code="wrong_credentials", remedy="The e-mail address or the password is wrong.")
        return await self._begin(profile.of_row(row), email, now, place)

    async def who(self, token: str, now: datetime) -> Profile | None:
        """Whose session this is, or None; using it renews its life. While PostgreSQL is away: as last known here.

        Raises:
            StoreAwayError: PostgreSQL is away and this node has not seen the session.
        """
        key = _digest(token)
        try:
            found = await self._look_up(key, now)
        except StoreAwayError:
            known = self._known.get(key)
            if known is None:
                raise
            return known.person if known.expires_at > now else None
        if found is None:
            self._known.pop(key, None)
            return None
        self._remember(key, found)
        return found.person

    async def log_out(self, token: str) -> None:
        """End the session; nothing happens if there is none.

        Raises:
            StoreAwayError: PostgreSQL is away; this node has forgotten the session, SQL has not.
        """
        key = _digest(token)
        self._known.pop(key, None)
        async with self._database.transaction() as connection:
            await connection.execute(delete(session).where(session.c.token_hash == key))

    async def _begin(self, who: Profile, email: str, now: datetime, place: str) -> LoggedIn:
        token, expires_at = secrets.token_urlsafe(32), now + LIFE
        key = _digest(token)
        values = {"token_hash": key, "person": who.id, "created_at": now, "seen_at": now, "expires_at": expires_at}
        async with self._database.transaction() as connection:
            await connection.execute(delete(session).where(session.c.expires_at <= now))
            await attempts.forget(connection, email, place)
            await connection.execute(insert(session).values(**values))
        self._remember(key, _Known(who, expires_at))
        return LoggedIn(token, who, expires_at)

    async def _look_up(self, key: bytes, now: datetime) -> _Known | None:
        mine = session.c.token_hash == key
        wanted = (
            select(session.c.seen_at, session.c.expires_at, *profile.COLUMNS)
            .join_from(session, person, session.c.person == person.c.id)
            .where(mine, session.c.expires_at > now, person.c.active)
        )
        async with self._database.transaction() as connection:
            row = (await connection.execute(wanted)).one_or_none()
            if row is None:
                return None
            expires_at: datetime = row.expires_at
            if now - row.seen_at >= SEEN_EVERY:
                expires_at = now + LIFE
                await connection.execute(update(session).where(mine).values(seen_at=now, expires_at=expires_at))
        return _Known(profile.of_row(row), expires_at)

    def _remember(self, key: bytes, known: _Known) -> None:
        self._known[key] = known
        self._known.move_to_end(key)
        if len(self._known) > CACHED:
            self._known.popitem(last=False)


async def hashed(password: str) -> str:
    """What is kept of a password.

    Raises:
        RefusedError: `password_short`.
    """
    if len(password) < SHORTEST_PASSWORD:
        remedy = f"Use {SHORTEST_PASSWORD} characters or more; a short sentence is good."
        raise RefusedError(code="password_short", remedy=remedy, field="password")
    return await _in_thread(_hasher.hash, password)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    """The hash an unknown address is compared with; nobody knows its password."""
    return _hasher.hash(secrets.token_urlsafe(32))


async def _in_thread(work: Callable[..., T], *arguments: str) -> T:
    return await asyncio.get_running_loop().run_in_executor(_threads, work, *arguments)
