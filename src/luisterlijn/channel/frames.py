"""Frames as text, and the few that every page needs: the line's own description, errors, beats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from luisterlijn.channel import protocol
from luisterlijn.contact.conversation import Message
from luisterlijn.contact.hours import Opening
from luisterlijn.errors import RefusedError
from luisterlijn.settings import Settings


def line_info(settings: Settings, chat: Opening) -> protocol.LineInfo:
    """What a page needs to know of the line while its chat is open or closed."""
    line = settings.line
    return protocol.LineInfo(
        id=line.id,
        name=line.name,
        open=chat.open,
        opens_at=chat.opens_at,
        timezone=line.timezone,
        languages=list(line.languages),
        topics=[protocol.TopicChoice(id=one.id, nl=one.nl, en=one.en) for one in line.topics],
        regions=[protocol.RegionChoice(id=one.id, name=one.name) for one in line.regions],
        alternatives=[
            protocol.AlternativePlace(
                name=one.name, note_nl=one.note_nl, note_en=one.note_en, phone=one.phone, url=one.url
            )
            for one in line.alternatives
        ],
        message_chars=settings.limits.message_chars,
        heartbeat_s=settings.timing.heartbeat.total_seconds(),
    )


def messages(kept: Iterable[Message]) -> list[protocol.Message]:
    """Messages of the engine as they travel."""
    return [protocol.Message(seq=one.seq, by=one.by, key=one.key, body=one.body, at=one.at) for one in kept]


def message(contact: str, one: Message) -> str:
    """The frame of one message."""
    return protocol.MessageFrame(contact=contact, message=messages([one])[0]).model_dump_json()


@dataclass(frozen=True, slots=True)
class Shared:
    """A frame for many pages, built once: its text, and the bytes that carry it over a websocket."""

    text: str
    wire: bytes


def shared(text: str) -> Shared:
    """The text as a server's websocket frame: final, not masked, not compressed (RFC 6455, section 5.2).

    Args:
        text: up to 65,535 bytes of UTF-8.
    """
    payload = text.encode()
    size = len(payload)
    head = bytes((0x81, size)) if size < 126 else b"\x81\x7e" + size.to_bytes(2, "big")  # noqa: PLR2004 - RFC 6455
    return Shared(text, head + payload)


def beat_back(at: datetime) -> str:
    """The answer to a beat."""
    return protocol.BeatBack(at=at).model_dump_json()


def refused(error: RefusedError, key: str | None = None) -> str:
    """The frame that says why a frame was refused."""
    return protocol.Error(
        code=error.code, field=error.field, remedy=error.remedy, retry=error.retry, key=key
    ).model_dump_json()


def busy(key: str | None = None) -> str:
    """The engine cannot be reached: nothing is lost, and the same frame may succeed in a moment."""
    return protocol.Error(
        code="line_busy", remedy="The line cannot be reached this moment; send it again.", retry=True, key=key
    ).model_dump_json()


def failed(key: str | None = None) -> str:
    """A bug on our side; nobody knows whether anything changed."""
    return protocol.Error(
        code="failed", remedy="Something went wrong here; look whether it happened.", retry=False, key=key
    ).model_dump_json()


def misfit(error: ValidationError) -> str:
    """The frame that names the field of a frame that does not fit the protocol."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = [str(part) for part in first["loc"]]
    if first["type"].startswith("union_tag"):
        field = "kind"
    elif first["type"].startswith("json"):
        field = None
    else:
        field = ".".join(place[1:]) or None
    return protocol.Error(
        code="bad_frame", field=field, remedy=f"Send what the protocol says: {first['msg']}.", retry=False
    ).model_dump_json()
