"""The words facts are made of, and what every fact has."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict

Channel: TypeAlias = Literal["chat", "phone"]
Presence: TypeAlias = Literal["offline", "away", "ready", "reserved", "busy", "wrapup", "resting"]
Connection: TypeAlias = Literal["connected", "unsure", "gone"]
Outcome: TypeAlias = Literal["answered", "abandoned", "refused", "expired"]
RefusalReason: TypeAlias = Literal["closed", "full", "blocked", "too_many"]
Helped: TypeAlias = Literal["yes", "some", "no"]
Party: TypeAlias = Literal["caller", "volunteer"]


def _words(value: Any) -> Any:
    return tuple(value.split()) if isinstance(value, str) else value


def document(value: Any) -> Any:
    """JSON in text becomes what it says."""
    return json.loads(value) if isinstance(value, str) else value


def _empty_as_none(value: Any) -> Any:
    return None if value == "" else value


Lanes: TypeAlias = Annotated[tuple[str, ...], BeforeValidator(_words)]
Word: TypeAlias = Annotated[str | None, BeforeValidator(_empty_as_none)]
Instant: TypeAlias = Annotated[datetime | None, BeforeValidator(_empty_as_none)]


class Base(BaseModel):
    """What every fact has: `id` (place in the stream) and `at` (the engine's clock)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    at: datetime


class ContactFact(Base):
    """A fact about one contact; `version` rises with every change of that contact."""

    contact: str
    version: int
