"""All settings of one node, and what must make sense together."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Self

from pydantic import Field, field_validator, model_validator

from luisterlijn.settings.group import Group, Span, span
from luisterlijn.settings.line import Line
from luisterlijn.settings.planning import Planning
from luisterlijn.settings.retention import Retention
from luisterlijn.settings.rota import Callout, Notify, Requirements, Rota
from luisterlijn.settings.stores import KINDS, address
from luisterlijn.settings.timing import Limits, Target, Timing

MIN_SECRET = 32
FRAME_AROUND = 256  # bytes of a frame around the body of its message


class Settings(Group):
    """All settings of one node."""

    host: str = Field("127.0.0.1", description="address of the public listener")
    port: int = Field(8080, ge=0, le=65535, description="port of the public listener; 0 picks a free one")
    internal_host: str = Field("127.0.0.1", description="address of the internal listener (metrics and health)")
    internal_port: int = Field(8081, ge=0, le=65535, description="port of the internal listener; 0 picks a free one")
    public_origin: str = Field(
        "",
        description="origin the pages are reached at, such as https://chat.example.org; empty: the listener's own",
    )
    valkey_url: str = Field(
        "",
        description="redis://host:port/0, rediss://, unix:///path, or redis+sentinel://host:port,host:port/name; "
        "empty: the program starts its own",
    )
    database_url: str = Field("", description="postgresql://user@host/name; empty: the program starts its own")
    data_dir: Path = Field(Path(".luisterlijn"), description="home of the program's own Valkey and PostgreSQL")
    secret: str = Field("", description="signs tickets, 32 characters or more; empty: made once in the data directory")
    trusted_proxies: int = Field(0, ge=0, le=8, description="proxies in front that append X-Forwarded-For")
    drain: Span = span(20, "longest wait for sockets to move on at SIGTERM", most=600)
    line: Line = Field(Line(), description="what the line is called, its hours, languages, topics and regions")
    timing: Timing = Field(Timing(), description="deadlines and windows")
    limits: Limits = Field(Limits(), description="how much is let in")
    target: Target = Field(Target(), description="what the service level judges by")
    requirements: Requirements = Field(Requirements(), description="what every volunteer must have")
    rota: Rota = Field(Rota(), description="how shifts work")
    planning: Planning = Field(Planning(), description="what callers are promised, and how many people that needs")
    callout: Callout = Field(Callout(), description="when people are called, and in which order")
    notify: Notify = Field(Notify(), description="how messages go out")
    retention: Retention = Field(Retention(), description="how long what was recorded of people is kept")

    @field_validator("public_origin")
    @classmethod
    def _origin(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^/?#\s]+", value):
            message = "is no origin; write https:// and a host, such as https://chat.example.org, and nothing after it"
            raise ValueError(message)
        return value

    @field_validator(*KINDS)
    @classmethod
    def _store(cls, value: str, info: Any) -> str:
        return address(info.field_name, value)

    @field_validator("host", "internal_host")
    @classmethod
    def _somewhere(cls, value: str) -> str:
        if not value.strip():
            message = (
                "is empty, which would mean every address of the machine; name one, or write 0.0.0.0 to mean them all"
            )
            raise ValueError(message)
        return value

    @field_validator("data_dir", mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:
        if value == "":
            message = "is empty; name a folder"
            raise ValueError(message)
        return value

    @field_validator("secret")
    @classmethod
    def _long_secret(cls, value: str) -> str:
        if value and len(value) < MIN_SECRET:
            message = f"has {len(value)} characters; use {MIN_SECRET} or more random ones"
            raise ValueError(message)
        return value

    @model_validator(mode="after")
    def _two_listeners(self) -> Self:
        if self.port and (self.host, self.port) == (self.internal_host, self.internal_port):
            message = f"internal_port: {self.port} is the port of the public listener too; choose another"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _message_fits_frame(self) -> Self:
        needed = self.limits.message_chars * 4 + FRAME_AROUND
        if self.limits.frame_bytes < needed:
            message = f"limits.frame_bytes: a message of limits.message_chars may need {needed} bytes; raise it"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _own_stores_have_room(self) -> Self:
        for url, name in ((self.valkey_url, "valkey"), (self.database_url, "postgres")):
            folder = self.data_dir / name
            if not url and folder.exists() and not folder.is_dir():
                message = f"data_dir: {folder} is no folder; move it away, or choose another data_dir"
                raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _external_needs_secret(self) -> Self:
        if self.valkey_url and not self.secret:
            message = "secret: must be set, the same on every node, when valkey_url is set"
            raise ValueError(message)
        return self
