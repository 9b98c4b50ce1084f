"""Every knob of the product: one frozen model, read from one TOML file and the environment, nowhere else.

`LUISTERLIJN_PORT=9000` sets `port`; two underscores step into a group: `LUISTERLIJN_TIMING__OFFER=20`.
The environment wins over the file. Spans are seconds (or ISO 8601 text such as `PT30S`).
"""

from __future__ import annotations

import os
import re
import tomllib
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from luisterlijn.errors import SettingsError

PREFIX = "LUISTERLIJN_"
MIN_SECRET = 32
MANY = 10_000_000
FRAME_AROUND = 256  # bytes of a frame around the body of its message
KINDS = {"valkey_url": ("redis", "rediss", "unix"), "database_url": ("postgresql", "postgresql+asyncpg")}
WORDS = {  # what may stand behind the question mark of a store's address
    "valkey_url": {"cluster", "db", "client_name", "ssl_ca_certs", "ssl_cert_reqs", "ssl_certfile", "ssl_keyfile"},
    "database_url": {"host", "prepared_statement_cache_size", "ssl", "target_session_attrs"},
}


def _span(seconds: float, why: str, *, least: float = 0.0, most: float = 7 * 86400) -> Any:
    return Field(timedelta(seconds=seconds), ge=timedelta(seconds=least), le=timedelta(seconds=most), description=why)


def _seconds(value: Any) -> Any:
    """A number in text, as the environment gives it, counts seconds."""
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


Span = Annotated[timedelta, BeforeValidator(_seconds)]


class Group(BaseModel):
    """A frozen group of settings that refuses names it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _no_yes_or_no(cls, value: Any) -> Any:
        if isinstance(value, bool):
            message = "is true or false; no setting is: give a number, a text or a list"
            raise ValueError(message)  # noqa: TRY004 - pydantic tells a ValueError by the field's name
        return value


class Timing(Group):
    """Deadlines and windows of the engine."""

    heartbeat: Span = _span(10, "time between two heartbeats of a page", least=0.2, most=120)
    offer: Span = _span(30, "how long an offer waits for an answer", least=1, most=600)
    caller_grace: Span = _span(60, "silence after `unsure` before a waiting caller counts as abandoned", least=0.5)
    volunteer_grace: Span = _span(45, "silence after `unsure` before a volunteer counts as gone", least=0.5)
    talk_silence: Span = _span(600, "a caller gone this long in a conversation ends it", least=1)
    wrapup: Span = _span(300, "longest after-contact work before the volunteer is free again", least=1)
    rest: Span = _span(60, "rest after every talk")
    rest_heavy: Span = _span(900, "rest after a talk called heavy")
    heavy_window: Span = _span(4 * 3600, "rolling window of the heavy-talk budget")
    resume_window: Span = _span(1800, "an abandoned contact may come back on its ticket this long")
    ticket_life: Span = _span(86400, "a ticket is worth nothing after this", least=60, most=2 * 86400)
    fairness: Span = _span(4 * 3600, "time constant with which past load fades", least=60)
    credit_urgent: Span = _span(300, "head start of a caller who says it is urgent", most=3600)
    credit_resumed: Span = _span(120, "head start of a contact that came back", most=3600)
    credit_handed_over: Span = _span(600, "head start of a conversation being transferred", most=3600)
    step_region: Span = _span(60, "only the own region's volunteers before this wait")
    step_topic: Span = _span(60, "only volunteers who chose the topic before this wait")
    step_language: Span = _span(120, "only the preferred language before this wait")
    sweep: Span = _span(0.2, "time between two sweeps of the deadlines", least=0.01, most=0.25)

    @model_validator(mode="after")
    def _make_sense_together(self) -> Self:
        for longer, shorter in (
            ("caller_grace", "heartbeat"),
            ("volunteer_grace", "heartbeat"),
            ("talk_silence", "caller_grace"),
            ("rest_heavy", "rest"),
            ("ticket_life", "resume_window"),
        ):
            if getattr(self, longer) < getattr(self, shorter):
                message = f"{longer}: is shorter than {shorter}; raise it, or lower that"
                raise ValueError(message)
        return self


class Target(Group):
    """What the service level judges a wait by."""

    within: Span = _span(60, "answered within this counts as in time", least=1)
    at_once: Span = _span(10, "who leaves sooner than this was not kept waiting and is left out")


class Limits(Group):
    """How much is let in."""

    most_waiting: int = Field(500, ge=1, le=MANY, description="contacts waiting at once; one more is refused as `full`")
    most_per_caller: int = Field(12, ge=1, le=MANY, description="contacts of one caller a day")
    expiries_until_away: int = Field(2, ge=1, description="unanswered offers in a row before a volunteer is set away")
    heavy_budget: int = Field(3, ge=1, description="heavy talks in the rolling window before offers stop")
    message_chars: int = Field(4000, ge=100, le=12000, description="longest message body, characters")
    messages_per_ten_seconds: int = Field(12, ge=1, le=1000, description="messages one side may send in ten seconds")
    frames_per_ten_seconds: int = Field(
        150, ge=20, le=10_000, description="frames of any kind one socket may send in ten seconds"
    )
    sockets_per_address: int = Field(
        200, ge=1, le=MANY, description="callers' sockets of one address open on one node; count shared networks"
    )
    frame_bytes: int = Field(
        16384, ge=1024, le=1 << 20, description="longest websocket frame; a longer one closes the socket"
    )
    outbox_frames: int = Field(
        256, ge=8, le=10_000, description="frames waiting for a slow reader before it is told to come back"
    )
    estimate_prior_handle: Span = _span(1200, "handle time assumed before any was measured", least=10)
    estimate_prior_patience: Span = _span(1800, "patience assumed before any was measured", least=10)


class Hours(Group):
    """One daily opening of a channel in the line's local time; `closes` at or before `opens` is on the next day."""

    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = Field(min_length=1)
    opens: time
    closes: time

    @field_validator("opens", "closes", mode="before")
    @classmethod
    def _on_the_clock(cls, value: Any) -> Any:
        if isinstance(value, int | float):
            message = f"{value} is no time of day; write it as 09:00"
            raise ValueError(message)  # noqa: TRY004 - as above
        return value

    @field_validator("opens", "closes")
    @classmethod
    def _local(cls, value: time) -> time:
        if value.tzinfo is not None:
            message = "times are those of the line's own time zone; leave the offset out"
            raise ValueError(message)
        return value


class Alternative(Group):
    """Another place that helps, shown while waiting and when closed."""

    name: str
    note_nl: str = ""
    note_en: str = ""
    phone: str = ""
    url: str = Field("", pattern=r"^(https://.*)?$")


class Topic(Group):
    """A subject a caller may choose."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")
    nl: str
    en: str


class Region(Group):
    """A part of the country, with the name people call it by."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,30}$")
    name: str = Field(min_length=1)


class Line(Group):
    """One listening line."""

    id: str = Field("demo", pattern=r"^[a-z][a-z0-9-]{0,30}$")
    name: str = Field("Luisterlijn", min_length=1)
    timezone: str = "Europe/Amsterdam"
    languages: tuple[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")], ...] = Field(("nl", "en"), min_length=1)
    regions: tuple[Region, ...] = ()
    topics: tuple[Topic, ...] = (
        Topic(id="lonely", nl="Eenzaamheid", en="Loneliness"),
        Topic(id="grief", nl="Verlies en rouw", en="Loss and grief"),
        Topic(id="family", nl="Familie en relatie", en="Family and relationship"),
        Topic(id="worry", nl="Angst en zorgen", en="Fear and worry"),
        Topic(id="dark", nl="Donkere gedachten", en="Dark thoughts"),
    )
    chat_hours: tuple[Hours, ...] = Field((), description="empty: open day and night")
    phone_hours: tuple[Hours, ...] = Field((), description="empty: open day and night")
    alternatives: tuple[Alternative, ...] = (
        Alternative(name="112", phone="112", note_nl="Bij direct gevaar.", note_en="In immediate danger."),
        Alternative(
            name="113 Zelfmoordpreventie",
            phone="113",
            url="https://www.113.nl",
            note_nl="Denk je aan zelfmoord? Dag en nacht, gratis.",
            note_en="Thinking of suicide? Day and night, free.",
        ),
    )

    @field_validator("languages", "regions", "topics")
    @classmethod
    def _each_once(cls, value: tuple[str | Topic | Region, ...]) -> tuple[str | Topic | Region, ...]:
        names = [one if isinstance(one, str) else one.id for one in value]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            message = f"{', '.join(twice)} is there more than once; leave one"
            raise ValueError(message)
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            message = f"{value!r} is no time zone; use a name such as Europe/Amsterdam"
            raise ValueError(message) from None
        return value


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
    valkey_url: str = Field("", description="redis:// or rediss:// or unix:// ; empty: the program starts its own")
    database_url: str = Field("", description="postgresql://... ; empty: the program starts its own")
    data_dir: Path = Field(Path(".luisterlijn"), description="home of the program's own Valkey and PostgreSQL")
    secret: str = Field("", description="signs tickets, 32 characters or more; empty: made once in the data directory")
    trusted_proxies: int = Field(0, ge=0, le=8, description="proxies in front that append X-Forwarded-For")
    drain: Span = _span(20, "longest wait for sockets to move on at SIGTERM", most=600)
    line: Line = Line()
    timing: Timing = Timing()
    limits: Limits = Limits()
    target: Target = Target()

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
        return _address(value, KINDS[info.field_name], WORDS[info.field_name])

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


def _address(url: str, kinds: tuple[str, ...], words: set[str]) -> str:
    """The address of a store, or a ValueError that never repeats it: it may hold a password."""
    if not url:
        return url
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        message = "has a host or port that cannot be read; write host:port, and a host of IPv6 as [::1]:port"
        raise ValueError(message) from None
    if parts.scheme not in kinds:
        message = f"must begin with {':// or '.join(kinds)}://"
        raise ValueError(message)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if port == 0 or not (parts.path.strip("/") if parts.scheme == "unix" else parts.hostname or query.get("host")):
        message = "names no socket to reach" if parts.scheme == "unix" else "names no host and port to reach"
        raise ValueError(message)
    unknown = sorted(set(query) - words)
    if unknown:
        message = f"does not know {', '.join(unknown)} behind the question mark; known are {', '.join(sorted(words))}"
        raise ValueError(message)
    return url


def _from_environment(environment: dict[str, str]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, value in sorted(environment.items()):
        if not name.startswith(PREFIX):
            continue
        *groups, leaf = name.removeprefix(PREFIX).lower().split("__")
        if not groups and leaf == "line":
            groups, leaf = ["line"], "id"
        branch = tree
        for group in groups:
            branch = branch.setdefault(group, {})
            if not isinstance(branch, dict):
                message = f"{name}: {group} is one value and has no parts; remove this variable"
                raise SettingsError(message)
        branch[leaf] = value
    return tree


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    both = dict(below)
    for key, value in above.items():
        if isinstance(value, dict) and key in both and not isinstance(both[key], dict):
            message = (
                f"{key}: is one value in the settings file and a group in the environment; write [{key}] in the file"
            )
            raise SettingsError(message)
        both[key] = _merged(both[key], value) if isinstance(value, dict) and isinstance(both.get(key), dict) else value
    return both


def load(
    config: Annotated[Path | None, "a TOML file"] = None,
    environment: dict[str, str] | None = None,
    *,
    defaults: dict[str, Any] | None = None,
    **overrides: Any,
) -> Settings:
    """Read the settings.

    Args:
        config: a TOML file with the names of `Settings`, or None.
        environment: instead of the process's own (tests).
        defaults: instead of the model's own, below the file and the environment.
        overrides: win over both.

    Raises:
        SettingsError: names every wrong setting and the remedy.
    """
    tree: dict[str, Any] = {}
    if config is not None:
        try:
            tree = tomllib.loads(config.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:  # ValueError: no TOML, or no UTF-8
            message = f"settings file {config}: {error}"
            raise SettingsError(message) from None
    tree = _merged(defaults or {}, tree)
    tree = _merged(tree, _from_environment(dict(os.environ) if environment is None else environment))
    try:
        return Settings(**_merged(tree, overrides))
    except ValidationError as error:
        raise SettingsError("; ".join(_told(one["loc"], one["type"], one["msg"]) for one in error.errors())) from None


def _told(place: tuple[int | str, ...], kind: str, message: str) -> str:
    name = ".".join(str(part) for part in place)
    if kind == "extra_forbidden":
        return f"{name}: there is no such setting; settings.py has all of them"
    message = message.removeprefix("Value error, ")
    if not name:
        return message
    return f"{name}.{message}" if re.match("[a-z_]+: ", message) else f"{name}: {message}"
