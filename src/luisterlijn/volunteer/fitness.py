"""Whether somebody may be offered contacts and put on shifts: what the line asks for, held against what they have.

Days are local ones. A paper is good through its last day. What is lacked says since when it is lacked, and None where it
never was there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from luisterlijn.facts import Channel

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Papers:
    """What somebody has. `adult_from`: a minor's eighteenth birthday. `trainings`: the last day by name, None: for good."""

    active: bool
    adult_from: date | None
    certificate_until: date | None
    trainings: Mapping[str, date | None]
    channels: tuple[Channel, ...] = ("chat", "phone")
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Needs:
    """What a line asks of everybody."""

    certificate: bool
    trainings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lack:
    """Something lacked, from `on` (None: always was). `what`: a training's name; empty for the others."""

    kind: Literal["certificate", "training", "inactive"]
    what: str = ""
    on: date | None = None


def lacks(papers: Papers, needs: Needs, on: date, more_trainings: Sequence[str] = ()) -> tuple[Lack, ...]:
    """What is lacked on a day, the certificate first.

    Args:
        more_trainings: those a shift asks for beside the line's.
    """
    inactive = () if papers.active else (Lack("inactive"),)
    asked = _asked(papers, needs, more_trainings)
    return inactive + tuple(lack for lack in asked if lack is not None and (lack.on is None or lack.on <= on))


def expires(papers: Papers, needs: Needs, on: date, within: timedelta) -> tuple[Lack, ...]:
    """What is there on a day and will be lacked within a span from it, the soonest first."""
    found = [
        lack
        for lack in _asked(papers, needs)
        if lack is not None and lack.on is not None and on < lack.on <= on + within
    ]
    return tuple(sorted(found, key=lambda lack: lack.on or on))


def fit_until(papers: Papers, needs: Needs) -> date | None:
    """The last day on which nothing is lacked; None: no end; `date.min` where something lacks however long ago one looks."""
    if not papers.active:
        return date.min
    asked = [lack for lack in _asked(papers, needs) if lack is not None]
    return min((date.min if lack.on is None else lack.on - DAY for lack in asked), default=None)


def is_minor(papers: Papers, on: date) -> bool:
    """Whether somebody is sixteen or seventeen on a day."""
    return papers.adult_from is not None and on < papers.adult_from


def _asked(papers: Papers, needs: Needs, more_trainings: Sequence[str] = ()) -> list[Lack | None]:
    """From when each paper asked for is lacked; None for one that is there for good."""
    found: list[Lack | None] = []
    if needs.certificate:
        found.append(Lack("certificate", on=_after(papers.certificate_until)))
    for name in dict.fromkeys((*needs.trainings, *more_trainings)):
        if name not in papers.trainings:
            found.append(Lack("training", name))
        elif papers.trainings[name] is not None:
            found.append(Lack("training", name, _after(papers.trainings[name])))
    return found


def _after(last: date | None) -> date | None:
    """The day after the last good one; a paper until the end of time never ends."""
    if last is None:
        return None
    return last if last == date.max else last + DAY
