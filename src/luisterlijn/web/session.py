"""Who is at the door: the session cookie of volunteers and coordinators, the origin of a page, a caller's address.

Callers get no cookie at all.
"""

from __future__ import annotations

import ipaddress
from datetime import datetime
from functools import cache
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from luisterlijn.errors import NotAllowedError
from luisterlijn.settings import Settings
from luisterlijn.volunteer.credentials import Credentials
from luisterlijn.volunteer.profile import Profile

log = structlog.get_logger()
COOKIE = "__Host-luisterlijn"

May: TypeAlias = Literal["anyone", "volunteer", "coordinator", "administrator", "internal"]
"""Who may use a route: everybody logged in is at least a volunteer. `internal`: only on the internal listener."""


def give_cookie(response: web.StreamResponse, token: str) -> None:
    """A session cookie no script can read and no other site can make travel; browsers take `Secure` on loopback too."""
    response.set_cookie(COOKIE, token, path="/", secure=True, httponly=True, samesite="Strict")


def take_cookie(response: web.StreamResponse) -> None:
    """Remove it."""
    response.del_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Strict")


def token_of(request: web.Request) -> str:
    """The session token the browser presented, or nothing."""
    return request.cookies.get(COOKIE, "")


async def person_of(token: str, credentials: Credentials, line: str, now: datetime) -> Profile | None:
    """Whose session of this line it is, or None.

    Raises:
        StoreAwayError: PostgreSQL is away and this node has not seen the session.
    """
    person = await credentials.who(token, now) if token else None
    return person if person is not None and person.line == line else None


_SOMEBODY = {"volunteer": "a volunteer", "coordinator": "a coordinator", "administrator": "an administrator"}


def allowed(person: Profile | None, may: May) -> None:
    """Raise unless this person may use a route.

    Raises:
        NotAllowedError: `not_logged_in` or `not_yours_to_see`.
    """
    if may == "anyone" or may == "internal":  # noqa: PLR1714 - what is left is a role, which mypy sees only so
        return
    if person is None:
        raise NotAllowedError("not_logged_in", "Log in first.")
    if not person.is_at_least(may):
        raise NotAllowedError("not_yours_to_see", f"Only {_SOMEBODY[may]} may do this.")


def own_origin(request: web.Request, settings: Settings) -> bool:
    """Whether the request comes from a page of this line. Browsers always send Origin with a POST and a websocket."""
    origin = request.headers.get("Origin", "")
    if settings.public_origin:
        return origin == settings.public_origin
    parts = urlsplit(origin)
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and parts.netloc == request.host


@cache
def _say_proxy_not_trusted() -> None:
    log.warning("proxy.not_trusted")


def address_of(request: web.Request, trusted_proxies: int) -> str:
    """The caller's address as the outermost trusted proxy saw it, IPv6 by its /64; only for a pseudonym, never kept."""
    if trusted_proxies == 0 and "X-Forwarded-For" in request.headers:
        _say_proxy_not_trusted()
    hops = [one.strip() for value in request.headers.getall("X-Forwarded-For", []) for one in value.split(",")]
    text = hops[-trusted_proxies] if 0 < trusted_proxies <= len(hops) else request.remote or ""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
