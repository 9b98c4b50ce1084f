"""What all groups of settings are made of: frozen models that refuse what they do not know, spans, and lists."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator


def span(seconds: float, why: str, *, least: float = 0.0, most: float = 7 * 86400) -> Any:
    """A field of a span: its default, least and most in seconds."""
    return Field(timedelta(seconds=seconds), ge=timedelta(seconds=least), le=timedelta(seconds=most), description=why)


def _seconds(value: Any) -> Any:
    """A number in text, as the environment gives it, counts seconds."""
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _listed(value: Any) -> Any:
    """A list in text, as the environment gives it, is JSON."""
    if not isinstance(value, str):
        return value
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list):
        message = 'is no list; in the environment a list is JSON, such as ["nl", "en"]'
        raise ValueError(message)  # noqa: TRY004 - pydantic tells a ValueError by the field's name
    return found


LISTED = BeforeValidator(_listed)
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
