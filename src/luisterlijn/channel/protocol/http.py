"""The bodies of the HTTP API."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from luisterlijn.channel.protocol.parts import Frame, LineInfo


class LogIn(Frame):
    """POST /api/v1/login; answers `Person` and sets the session cookie."""

    email: str = Field(max_length=254, pattern=r"^[^\x00-\x1f]*$")
    password: str = Field(min_length=1, max_length=256)


class Person(Frame):
    """GET /api/v1/me and the answer to a log-in."""

    name: str
    role: Literal["volunteer", "coordinator"]


class Problem(Frame):
    """The body of every HTTP error. `retry_after_s`: wait this long before trying again."""

    code: str
    field: str | None = None
    remedy: str
    retry: bool
    retry_after_s: int | None = None


HTTP_MODELS: tuple[type[Frame], ...] = (LogIn, Person, Problem, LineInfo)
