"""The line itself: its name and zone, when it is open, what callers may choose, and who else helps."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from luisterlijn.settings.group import LISTED, Group


class Hours(Group):
    """One daily opening of a channel in the line's local time; `closes` at or before `opens` is on the next day."""

    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = Field(
        min_length=1, description="days it opens on"
    )
    opens: time = Field(description="such as 09:00")
    closes: time = Field(description="such as 17:00; at or before `opens` it is on the next day")

    @field_validator("opens", "closes", mode="before")
    @classmethod
    def _on_the_clock(cls, value: Any) -> Any:
        if isinstance(value, int | float):
            message = f"{value} is no time of day; write it as 09:00"
            raise ValueError(message)  # noqa: TRY004 - pydantic tells a ValueError by the field's name
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

    name: str = Field(description="what it is called")
    note_nl: str = Field("", description="a sentence about it, in Dutch")
    note_en: str = Field("", description="the same in English")
    phone: str = Field("", description="its number; empty: none")
    url: str = Field("", pattern=r"^(https://.*)?$", description="its page; empty: none")


class Topic(Group):
    """A subject a caller may choose."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,30}$", description="what records and figures call it")
    nl: str = Field(description="what callers read, in Dutch")
    en: str = Field(description="the same in English")


class Region(Group):
    """A part of the country, with the name people call it by."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,30}$", description="what records and figures call it")
    name: str = Field(min_length=1, description="what people call it")


TOPICS = (
    Topic(id="lonely", nl="Eenzaamheid", en="Loneliness"),
    Topic(id="grief", nl="Verlies en rouw", en="Loss and grief"),
    Topic(id="family", nl="Familie en relatie", en="Family and relationship"),
    Topic(id="worry", nl="Angst en zorgen", en="Fear and worry"),
    Topic(id="dark", nl="Donkere gedachten", en="Dark thoughts"),
)
ALTERNATIVES = (
    Alternative(name="112", phone="112", note_nl="Bij direct gevaar.", note_en="In immediate danger."),
    Alternative(
        name="113 Zelfmoordpreventie",
        phone="113",
        url="https://www.113.nl",
        note_nl="Denk je aan zelfmoord? Dag en nacht, gratis.",
        note_en="Thinking of suicide? Day and night, free.",
    ),
)


class Line(Group):
    """One listening line."""

    id: str = Field("demo", pattern=r"^[a-z][a-z0-9-]{0,30}$", description="keeps lines apart that share their stores")
    name: str = Field("Luisterlijn", min_length=1, description="as the pages show it")
    timezone: str = Field("Europe/Amsterdam", description="zone of the hours and of the day the figures are of")
    languages: Annotated[tuple[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")], ...], LISTED] = Field(
        ("nl", "en"), min_length=1, description="languages one may ask for, as ISO 639 codes"
    )
    regions: Annotated[tuple[Region, ...], LISTED] = Field(
        (), description="regions a caller may name; empty: nobody is asked"
    )
    topics: Annotated[tuple[Topic, ...], LISTED] = Field(TOPICS, description="subjects a caller may choose")
    chat_hours: Annotated[tuple[Hours, ...], LISTED] = Field(
        (), description="when callers may come by chat; empty: day and night"
    )
    phone_hours: Annotated[tuple[Hours, ...], LISTED] = Field(
        (), description="when callers may come by phone; empty: day and night"
    )
    alternatives: Annotated[tuple[Alternative, ...], LISTED] = Field(
        ALTERNATIVES, description="other places that help, shown while waiting and when closed"
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
