"""How somebody is reached: the addresses they give, checked, kept, and shown only in part."""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.sql.tables import way
from luisterlijn.volunteer.messages import post
from luisterlijn.volunteer.profile import EMAIL, Profile, normal_email

Kind: TypeAlias = Literal["mail", "push", "url"]

MOST_WAYS = 10
LONGEST_URL = 500
TRY_LIVES = timedelta(hours=1)
_SCHEME = re.compile(r"([a-z][a-z0-9]{0,30})://[\x21-\x7e]+", re.IGNORECASE)
_POINT_BYTES, _SECRET_BYTES = 65, 16  # RFC 8291: an uncompressed point of P-256, and 128 random bits


@dataclass(frozen=True, slots=True)
class Way:
    """One of somebody's ways, with its address as far as it is shown. `failing_since`: every try since then failed."""

    id: int
    kind: Kind
    address: str
    failing_since: datetime | None
    trouble: str | None


class _Keys(BaseModel):
    p256dh: str
    auth: str


class _Subscription(BaseModel):
    """What a browser gives who subscribes (W3C Push API); what else it may hold is not kept."""

    endpoint: str
    keys: _Keys


async def ways_of(connection: AsyncConnection, person: str) -> list[Way]:
    """Somebody's ways, the oldest first."""
    wanted = select(way).where(way.c.person == person).order_by(way.c.id)
    return [
        Way(row.id, row.kind, shortened(row.kind, row.address), row.failing_since, row.trouble)
        for row in await connection.execute(wanted)
    ]


def shortened(kind: Kind, address: str) -> str:
    """Enough of an address to know it again, too little to use it."""
    if kind == "mail":
        name, _, host = address.partition("@")
        return f"{name[:2]}…@{host}"
    if kind == "push":
        return urlsplit(_Subscription.model_validate_json(address).endpoint).hostname or ""
    return f"{address.partition('://')[0].lower()}://…"


async def checked(kind: Kind, address: str, url_kinds: Collection[str]) -> str:
    """An address as it is kept.

    Args:
        url_kinds: the kinds of other addresses this line allows.

    Raises:
        RefusedError: `way_invalid`, with what to do about it.
    """
    if kind == "mail":
        address = normal_email(address)
        return address if EMAIL.fullmatch(address) else _invalid("Give an e-mail address such as name@example.org.")
    if kind == "push":
        return _subscription(address)
    address = address.strip()
    scheme = _SCHEME.fullmatch(address)
    if scheme is None or len(address) > LONGEST_URL or address.count("://") > 1:  # apprise would read two of them
        return _invalid("Give an address such as kind://name, as your coordinator wrote it down.")
    if scheme[1].lower() not in url_kinds:
        return _invalid(f"Use one of the kinds this line allows: {', '.join(url_kinds) or 'none'}.")
    if not await asyncio.to_thread(_understood, address):
        return _invalid("Look at this address again: something in it is missing or too much.")
    return address


def _invalid(remedy: str) -> str:
    raise RefusedError("way_invalid", remedy, field="address")


def _subscription(text: str) -> str:
    remedy = "Let the browser subscribe again."
    try:
        found = _Subscription.model_validate_json(text)
        sizes = [len(_bytes_of(one)) for one in (found.keys.p256dh, found.keys.auth)]
        parts = urlsplit(found.endpoint)
        fits = parts.scheme == "https" and bool(parts.hostname) and parts.username is None
    except (ValidationError, ValueError):
        return _invalid(remedy)
    if not fits or sizes != [_POINT_BYTES, _SECRET_BYTES] or not found.endpoint.isascii():
        return _invalid(remedy)
    return found.model_dump_json()


def _bytes_of(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError from error


def _understood(address: str) -> bool:
    from apprise import Apprise  # noqa: PLC0415 - it takes long to load, and few give such an address

    return Apprise.instantiate(address, suppress_exceptions=True) is not None


async def add(connection: AsyncConnection, person: str, kind: Kind, address: str) -> bool:
    """Keep a way, or bring it up to date; whether it is new.

    Raises:
        RefusedError: `too_many_ways`.
    """
    wanted = select(way.c.id, way.c.kind, way.c.address).where(way.c.person == person).with_for_update()
    there = (await connection.execute(wanted)).all()
    same = next((row.id for row in there if row.kind == kind and _same(kind, row.address, address)), None)
    if same is not None:
        fresh = update(way).where(way.c.id == same)
        await connection.execute(fresh.values(address=address, failing_since=None, trouble=None))
        return False
    if len(there) >= MOST_WAYS:
        raise RefusedError("too_many_ways", "Remove one of your ways first.", field="address")
    await connection.execute(insert(way).values(person=person, kind=kind, address=address))
    return True


def _same(kind: Kind, one: str, other: str) -> bool:
    if kind != "push":
        return one == other
    read = _Subscription.model_validate_json
    return read(one).endpoint == read(other).endpoint


async def remove(connection: AsyncConnection, person: Profile, number: int) -> Kind:
    """Forget a way; its kind.

    Raises:
        RefusedError: `no_such_way`, or `way_needed`: it is where one's invitation goes.
    """
    kind, address = await _one(connection, person.id, number)
    if kind == "mail" and address == person.email:
        remedy = "Keep the address you log in with; a coordinator can change it."
        raise RefusedError("way_needed", remedy, field="address")
    await connection.execute(delete(way).where(way.c.id == number))
    return kind


async def send_try(connection: AsyncConnection, person: Profile, number: int, now: datetime) -> None:
    """Send a message by this way alone, once a minute at most.

    Raises:
        RefusedError: `no_such_way` or `tried_just_now`.
    """
    await _one(connection, person.id, number)
    key = f"try:{number}:{now:%Y%m%d%H%M}"
    posted = await post(connection, person.line, now, person.id, "try", key, expires_at=now + TRY_LIVES, way=number)
    if posted is None:
        raise RefusedError("tried_just_now", "Wait a minute before you try again.", retry=True)


async def _one(connection: AsyncConnection, person: str, number: int) -> tuple[Kind, str]:
    wanted = select(way.c.kind, way.c.address).where(way.c.id == number, way.c.person == person)
    row = (await connection.execute(wanted)).one_or_none()
    if row is None:
        raise RefusedError("no_such_way", "Look at your ways again: this one is not there.")
    return row.kind, row.address
