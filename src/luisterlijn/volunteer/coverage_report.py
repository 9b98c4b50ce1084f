"""The holes of a rota told at a command line: in words by local time, as JSON, or as CSV. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from luisterlijn.facts import Channel
from luisterlijn.volunteer import csv_file
from luisterlijn.volunteer.coverage import Hole, Rota, count, last_required, merged

COLUMNS = ("channel", "starts_at", "ends_at", "local_start", "local_end", "short", "severity", "uncovered_s")
NOT_PUBLISHED = timedelta(days=1)
"""A rota that ends so long before the range does was not published to its end."""


@dataclass(frozen=True, slots=True)
class Report:
    """The holes of each channel between two instants; `until`: when the last shift that requires anybody ends, if any does."""

    line: str
    zone: ZoneInfo
    begin: datetime
    end: datetime
    holes: dict[Channel, list[Hole]]
    until: datetime | None

    @classmethod
    def of(
        cls, rota: Rota, line: str, zone: ZoneInfo, begin: datetime, end: datetime, channels: tuple[Channel, ...]
    ) -> Self:
        """From a rota that was read."""
        holes = {channel: count(rota, channel, begin, end).holes() for channel in channels}
        return cls(line, zone, begin, end, holes, last_required(rota, channels))

    @property
    def total(self) -> list[Hole]:
        """The holes of all channels; where two lack the same people at the same time, that is one hole."""
        return merged(hole for found in self.holes.values() for hole in found)

    def as_words(self) -> str:
        """For people."""
        return "\n".join(self._lines())

    def as_json(self) -> str:
        """One document; instants in UTC."""
        holes = [asdict(hole) for hole in self.total]
        whole = {"line": self.line, "from": self.begin, "until": self.end, "published_until": self.until}
        return json.dumps(whole | {"holes": holes, "uncovered_s": _lacking_s(self.total)}, default=_iso, indent=2)

    def as_csv(self) -> str:
        """A row for each hole of each channel."""
        return csv_file.write(COLUMNS, self._rows()).decode("utf-8-sig").rstrip("\r\n")

    def _rows(self) -> Iterator[tuple[str, ...]]:
        for channel, found in self.holes.items():
            for hole in found:
                local = [f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}" for at in (hole.starts_at, hole.ends_at)]
                figures = (str(hole.short), f"{hole.severity:.3f}", str(hole.uncovered_s))
                yield channel, _iso(hole.starts_at), _iso(hole.ends_at), *local, *figures

    def _lines(self) -> Iterator[str]:
        begin, end = (clock(at, self.zone) for at in (self.begin, self.end))
        yield f"Line {self.line}, {begin} to {end} ({self.zone.key})"
        for channel, found in self.holes.items():
            yield f"{channel}: {_sum(found)}"
            for hole in found:
                yield f"  {span(hole, self.zone)}: {_lack(hole)}"
        if len(self.holes) > 1:
            yield f"In all {_sum(self.total)}"
        if self.until is not None and self.until < self.end - NOT_PUBLISHED:
            yield f"After {clock(self.until, self.zone)} no shift is published."


def clock(at: datetime, zone: ZoneInfo) -> str:
    """A day and a time by the local clock; where the clock shows it twice that night, with the zone's name."""
    local = at.astimezone(zone)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{local:%a} {local.day} {local:%b %Y %H:%M}" + (f" {local:%Z}" if twice else "")


def span(hole: Hole, zone: ZoneInfo) -> str:
    """From when to when, the day of the end only where it is another."""
    begin, end = hole.starts_at.astimezone(zone), hole.ends_at.astimezone(zone)
    until = clock(hole.ends_at, zone)
    return (
        f"{clock(hole.starts_at, zone)} - {until.partition(f'{end:%Y} ')[2] if begin.date() == end.date() else until}"
    )


def length(seconds: int) -> str:
    """A span in hours and minutes."""
    hours, minutes = divmod(max(round(seconds / 60), 1), 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{minutes} min" if minutes else "") if part)


def _lack(hole: Hole) -> str:
    nobody = ", part of the time nobody" if hole.severity == 1 else ""
    if hole.severity == 1 and hole.uncovered_s == hole.short * (hole.ends_at - hole.starts_at).total_seconds():
        return f"nobody of {hole.short}"
    return f"{hole.short} too few{nobody}"


def _sum(holes: list[Hole]) -> str:
    if not holes:
        return "covered"
    number = "1 hole" if len(holes) == 1 else f"{len(holes)} holes"
    return f"{number}, {length(_lacking_s(holes))} of people lacking"


def _lacking_s(holes: list[Hole]) -> int:
    return sum(hole.uncovered_s for hole in holes)


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
