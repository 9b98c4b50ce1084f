"""The people of a simulated day: they come (late, or not at all), take their breaks, and go home after the talk under way.

Heartbeats are not played: the twin's line knows such long ones that nobody is missed (`simulation/twin.py`). Offers, talks
and wrap-ups are the callers' side; here only presence counts, as the engine tells it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from functools import partial
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from luisterlijn import clock
from luisterlijn.contact.routing import Service, volunteer_service
from luisterlijn.insight.simulation.agenda import Agenda
from luisterlijn.insight.simulation.draws import Turn, turns
from luisterlijn.insight.simulation.scenario import Listener, Scenario
from luisterlijn.live.driven import Call, Happened
from luisterlijn.volunteer import roster
from luisterlijn.volunteer.duty import Night, duty

FREE = ("ready", "resting", "away")
BACK_S = 120.0
"""So long after offers nobody answered somebody is back who was set away for them."""

UTC, NO_NIGHT = ZoneInfo("UTC"), Night(time(), time())
"""Spans are instants already, and a rota with minors keeps them out of the night itself."""

Break: TypeAlias = Literal["none", "due", "asked", "taken", "missed"]


@dataclass(slots=True)
class _Here:
    """One volunteer during one duty."""

    listener: Listener
    turn: Turn
    ends_ms: int
    presence: str = "offline"
    pause: Break = "none"
    leaving: bool = False


@dataclass
class Listeners:
    """Plays every volunteer of one day; `hear` is told each fact. `breaks_missed`: due, and there was no time for it."""

    scenario: Scenario
    agenda: Agenda
    seed: int
    day: int
    breaks_missed: int = 0
    here: dict[str, _Here] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._begins_ms = self.agenda.now_ms
        self._services = {one.id: service(one) for one in self.scenario.people}
        for person in self.scenario.people:
            for turn in turns(self.scenario, person, self.seed, self.day):
                self._plan(person, turn)

    def _plan(self, person: Listener, turn: Turn) -> None:
        if turn.comes_ms is None:
            return
        here = _Here(person, turn, clock.to_ms(turn.duty.ends))
        self.agenda.add(self._begins_ms + turn.comes_ms, partial(self._come, here))
        self.agenda.add(here.ends_ms, partial(self._go, here))
        if turn.break_ms is not None:
            here.pause = "due"
            self.agenda.add(self._begins_ms + turn.break_ms, partial(self._pause, here))

    def rota(self) -> Call:
        """The whole rota, as the engine is told it at the start of the day."""
        until = clock.to_ms(self.scenario.ends_at) + 2 * 86_400_000
        words = [word for one in self.scenario.people for word in (one.id, encoded(one))]
        return ("roster_set_v1", "1", until, *words)

    def _come(self, here: _Here) -> tuple[Call, ...]:
        before = self.here.get(here.listener.id)
        if before is not None and before.presence != "offline":  # still at the duty before: it goes on as this one
            here.presence, before.leaving = before.presence, False
        self.here[here.listener.id] = here
        return (self._ready(here),)

    def _ready(self, here: _Here) -> Call:
        one, what = here.listener, self._services[here.listener.id]
        lanes, lanes2 = " ".join(what.lanes), " ".join(what.lanes2)
        fit_ms = round(self.scenario.fit.total_seconds() * 1000)
        chats = 2 if one.two_chats else 1
        return ("presence_ready_v1", one.id, chats, what.profile, lanes, what.profile2, lanes2, fit_ms, "0")

    def _mine(self, here: _Here) -> bool:
        return self.here.get(here.listener.id) is here and here.presence != "offline"

    def _pause(self, here: _Here) -> tuple[Call, ...]:
        """The break is due: at once where nothing is under way, else after that."""
        if not self._mine(here) or here.presence == "away":
            return ()
        here.pause = "asked"
        if here.presence in FREE:
            return (("presence_pause_v1", here.listener.id),)
        return (("presence_drain_v1", here.listener.id, "1"),)

    def _back(self, here: _Here) -> tuple[Call, ...]:
        return (self._ready(here),) if self._mine(here) and self.agenda.now_ms < here.ends_ms else ()

    def _go(self, here: _Here) -> tuple[Call, ...]:
        """The duty is over: home, or after what is under way."""
        if here.pause in {"due", "asked"}:
            self._missed(here)
        if not self._mine(here):
            return ()
        here.leaving = here.presence not in FREE
        return () if here.leaving else (("presence_leave_v1", here.listener.id),)

    def hear(self, fact: Happened) -> None:
        """What has happened to a volunteer."""
        if fact.kind != "volunteer.presence_changed":
            return
        here = self.here[fact.fields["volunteer"]]
        here.presence = fact.fields["presence"]
        if here.leaving and here.presence in FREE:
            self.agenda.after(0, partial(self._go, here))
        elif here.presence == "away":
            self._away(here, fact.fields["reason"])

    def _away(self, here: _Here, reason: str) -> None:
        length_s = self.scenario.habits.break_length.total_seconds()
        if here.pause == "asked" and self.agenda.now_ms + length_s * 1000 > here.ends_ms:
            self._missed(here)
            self.agenda.after(0, partial(self._back, here))
        elif here.pause == "asked" and reason in {"asked", "drained"}:
            here.pause = "taken"
            self.agenda.after(length_s, partial(self._back, here))
        elif reason == "missed_offers":
            self.agenda.after(BACK_S, partial(self._back, here))

    def _missed(self, here: _Here) -> None:
        here.pause = "missed"
        self.breaks_missed += 1


def service(person: Listener) -> Service:
    """The lanes of one of the rota."""
    return volunteer_service(person.channels, person.languages, person.topics, person.region)


def encoded(person: Listener) -> str:
    """Their duties, as the engine reads them: each span, and where it is for fewer than all their channels, for which."""
    spans = [(one.begins, one.ends) for one in person.duties]
    narrowed = [
        (one.begins, one.ends, tuple(sorted(one.channels)))
        for one in person.duties
        if set(one.channels) != set(person.channels)
    ]
    return roster.encoded(duty(spans, UTC, NO_NIGHT, narrowed=narrowed))
