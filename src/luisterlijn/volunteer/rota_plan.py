"""What a file with a rota would add to the rota there is: shifts, people on them, or everything that is wrong. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from luisterlijn.facts import Channel
from luisterlijn.volunteer.card import Person
from luisterlijn.volunteer.csv_file import Trouble, shown
from luisterlijn.volunteer.fitness import Needs
from luisterlijn.volunteer.reason import Limits, Rule, Span, Wanted
from luisterlijn.volunteer.rota import Shift, SignUp, new_id
from luisterlijn.volunteer.rota_csv import DEMAND, Entry
from luisterlijn.volunteer.rules import hard_reasons
from luisterlijn.volunteer.wish import Demand

REMEDIES: dict[Rule, str] = {
    "minor_night": "Put somebody else here: a minor never works at night.",
    "certificate": "Renew their certificate first, or put somebody else here.",
    "training": "Enter their training first, or put somebody else here.",
    "shift_training": "Enter the training this shift asks for first, or put somebody else here.",
    "shift_topic": "Put somebody here who takes the topics of this shift.",
    "shift_channel": "Put somebody here who takes a channel of this shift.",
    "inactive": "Let them take part again first, or put somebody else here.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShift(Demand):
    """A shift to be."""

    id: str
    template: str | None
    day: date
    name: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSignUp:
    """A sign-up to be, by a row."""

    id: str
    entry: Entry
    shift: str
    volunteer: str
    channels: tuple[Channel, ...]
    standby: bool
    since: int


@dataclass(slots=True)
class Plan:
    """What is to be added. While there are troubles, nothing of it may be. `joined`: shifts there were that people join."""

    shifts: list[NewShift] = field(default_factory=list)
    sign_ups: list[NewSignUp] = field(default_factory=list)
    joined: set[str] = field(default_factory=set)
    troubles: list[Trouble] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """The rota and the people there are. `templates`: the id of the one whose shift has this day, start, end and name."""

    people: Sequence[Person]
    shifts: Iterable[Shift]
    on: Sequence[SignUp]
    work: Mapping[str, Sequence[SignUp]]
    templates: Mapping[tuple[date, datetime, datetime, str], str]
    needs: Needs
    limits: Limits
    zone: ZoneInfo


def plan(entries: Sequence[Entry], known: Known, now: datetime) -> Plan:
    """What these places would add. Who is on a shift already is passed over, and so is what a shift there is asks."""
    made = Plan()
    there = {(one.starts_at, one.ends_at, one.name): one for one in known.shifts}
    by_shift: defaultdict[tuple[datetime, datetime, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        by_shift[entry.key].append(entry)
    shifts: dict[tuple[datetime, datetime, str], Shift | NewShift] = {}
    for key, rows in by_shift.items():
        shift = there.get(key) or _new_shift(rows, known, made)
        if shift is not None:
            shifts[key] = shift
    _put(entries, shifts, known, made, now)
    _overlaps(known, made)
    return made


def _new_shift(rows: Sequence[Entry], known: Known, made: Plan) -> NewShift | None:
    """The shift of these rows, which must say the same of it; by default as many are wished for as have a row."""
    first = rows[0]
    for name in DEMAND:
        said = [one for one in rows if getattr(one, name) is not None]
        odd = next((one for one in said if getattr(one, name) != getattr(said[0], name)), None)
        if odd is not None:
            remedy = f"Say the same as in row {said[0].row}: both are of one shift."
            made.troubles.append(Trouble(odd.row, name, "", remedy))
            return None
    said_of: dict[str, Any] = {
        name: next((getattr(one, name) for one in rows if getattr(one, name) is not None), None) for name in DEMAND
    }
    places = sum(one.state == "signed" for one in rows)
    given = {name: value for name, value in said_of.items() if value is not None}
    minimum = given.get("minimum", min(1, given.get("target", 1), given.get("maximum", 1)))
    target = given.get("target", max(minimum, min(places, given.get("maximum", places))))
    if not minimum <= target <= given.get("maximum", target):
        made.troubles.append(Trouble(first.row, "target", str(target), "Let minimum, target and maximum rise."))
        return None
    template = known.templates.get((first.day, *first.key))
    demand = given | {"minimum": minimum, "target": target}
    times = {"starts_at": first.starts_at, "ends_at": first.ends_at}
    who: dict[str, Any] = {"id": new_id("s"), "template": template, "day": first.day, "name": first.name}
    shift = NewShift(**(who | times | demand))
    made.shifts.append(shift)
    return shift


def _put(
    entries: Sequence[Entry],
    shifts: Mapping[tuple[datetime, datetime, str], Shift | NewShift],
    known: Known,
    made: Plan,
    now: datetime,
) -> None:
    people = {one.card.email: one for one in known.people}
    on = {(one.shift, one.volunteer): 0 for one in known.on}
    last: defaultdict[str | None, int] = defaultdict(int)
    for one in known.on:
        last[one.shift] = max(last[one.shift], one.since)
    for entry in (one for one in entries if one.email and one.key in shifts):
        person, shift = people.get(entry.email), shifts[entry.key]
        if person is None:
            remedy = "Give the address of somebody of this line; add them first if they are new."
            made.troubles.append(Trouble(entry.row, "email", shown(entry.email), remedy))
            continue
        if (row := on.get((shift.id, person.id))) is not None:
            if row:
                remedy = f"Keep one of both: row {row} puts them on this shift too."
                made.troubles.append(Trouble(entry.row, "email", shown(entry.email), remedy))
            continue
        on[(shift.id, person.id)] = entry.row
        made.troubles += _unfit(entry, shift, person, known, now)
        last[shift.id] += 1
        channels = tuple(one for one in shift.channels if one in person.card.channels)
        put = NewSignUp(
            id=new_id("u"),
            entry=entry,
            shift=shift.id,
            volunteer=person.id,
            channels=channels,
            standby=shift.standby,
            since=last[shift.id],
        )
        made.sign_ups.append(put)
        if isinstance(shift, Shift):
            made.joined.add(shift.id)


def _unfit(entry: Entry, shift: Shift | NewShift, person: Person, known: Known, now: datetime) -> Iterator[Trouble]:
    """Hard rules of a shift that is not over; what is past is taken as it was."""
    if entry.ends_at <= now:
        return
    wanted = Wanted(entry.starts_at, entry.ends_at, shift.channels, shift.topics, shift.trainings)
    for reason in hard_reasons(wanted, person.papers, known.needs, (), known.limits, known.zone, now):
        remedy = REMEDIES.get(reason.rule, "Put somebody else here.")
        yield Trouble(entry.row, "email", shown(entry.email), remedy)


def _overlaps(known: Known, made: Plan) -> None:
    """Who would be in two places: with another row, or with what they are on already."""
    by_person: defaultdict[str, list[tuple[Span, Entry | None]]] = defaultdict(list)
    for one in made.sign_ups:
        if one.entry.state == "signed":
            by_person[one.volunteer].append((Span(one.entry.starts_at, one.entry.ends_at), one.entry))
    for volunteer, spans in by_person.items():
        spans += [(one.span, None) for one in known.work.get(volunteer, ())]
        spans.sort(key=lambda pair: pair[0].starts_at)
        for (first, before), (second, after) in pairwise(spans):
            if first.overlaps(second):
                made.troubles.append(_overlap(before, after))


def _overlap(before: Entry | None, after: Entry | None) -> Trouble:
    entry, other = (after, before) if after is not None else (before, after)
    assert entry is not None  # noqa: S101 - what was there does not overlap itself
    what = "what they are on already" if other is None else f"row {other.row}"
    return Trouble(entry.row, "starts", shown(entry.email), f"Choose another time or person: it overlaps {what}.")
