"""One way in: what `routes` has a table of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from aiohttp import web
from pydantic import BaseModel

from luisterlijn.volunteer.profile import Profile
from luisterlijn.web.doors import Doors
from luisterlijn.web.session import May

Handle: TypeAlias = Callable[[web.Request, Doors, Profile | None], Awaitable[web.StreamResponse]]
LARGEST_BODY = 16384
"""Bytes of a body, unless its route allows more."""


@dataclass(frozen=True)
class Route:
    """One way in. `says` and `hears`: models of the body sent and of the answer. `most`: bytes of it.

    A socket refuses by close code itself.
    """

    method: str
    path: str
    handle: Handle
    may: May
    what: str
    says: type[BaseModel] | None = None
    hears: type[BaseModel] | None = None
    socket: bool = False
    most: int = LARGEST_BODY
