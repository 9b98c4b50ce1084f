"""What one simulated day came to, counted from its facts alone. Pure.

An attempt to reach the line is counted by its own fate: who was not answered and tried again is two. `helped_share` counts
callers instead. Presence is counted within the day; a talk that goes on after it is not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeAlias

from luisterlijn import clock
from luisterlijn.facts import Channel
from luisterlijn.insight.service_level import Verdict, nearest_rank, occupancy, service_level, verdict
from luisterlijn.insight.simulation.callers import caller_of
from luisterlijn.insight.simulation.presences import Presences
from luisterlijn.insight.simulation.rests import rest_missed
from luisterlijn.insight.simulation.scenario import Scenario
from luisterlijn.live.driven import Happened

Fate: TypeAlias = Literal["answered", "abandoned", "refused"]
HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Attempt:
    """One contact as it went. `arrived_ms` since the start of the day; `waited_ms` until answered or gone."""

    contact: str
    channel: Channel
    arrived_ms: int
    fate: Fate
    waited_ms: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one channel, or of all.

    Shares are of the attempts (`helped_share`: of the callers), waits of those answered, in seconds. None where there was
    nothing to count. `service_level` by the formula of insight/service_level.py.
    """

    attempts: int
    answered: int
    abandoned: int
    refused: int
    answered_share: float | None
    abandoned_share: float | None
    helped_share: float | None
    wait_p50_s: float | None
    wait_p90_s: float | None
    wait_longest_s: float | None
    service_level: float | None


@dataclass(frozen=True)
class Day:
    """One repeated day. `by_hour`: service level of those who arrived in each hour from its start.

    Attributes:
        occupancy: busy and wrapping up, of the time somebody was on.
        rest_missed: offers made to somebody who rested; routing makes none.
        breaks_missed: breaks that were due in a duty and did not happen.
        uncovered_minutes: by channel, in quarters somebody may arrive in: nobody was there at all.
    """

    number: int
    figures: Figures
    channels: Mapping[Channel, Figures]
    by_hour: tuple[float | None, ...]
    occupancy: float | None
    rest_missed: int
    breaks_missed: int
    uncovered_minutes: Mapping[Channel, float]
    attempts: tuple[Attempt, ...]


def measured(scenario: Scenario, number: int, facts: Sequence[Happened], *, breaks_missed: int) -> Day:
    """The day of these facts, in their order."""
    begins_ms, ends_ms = clock.to_ms(scenario.starts_at), clock.to_ms(scenario.ends_at)
    attempts = fates(facts, begins_ms)
    presences = Presences(begins_ms, ends_ms)
    for fact in facts:
        presences.hear(fact)
    spent = presences.spent_ms()
    return Day(
        number=number,
        figures=_figures(scenario, attempts),
        channels={
            channel: _figures(scenario, [one for one in attempts if one.channel == channel])
            for channel in scenario.demand
        },
        by_hour=_by_hour(scenario, attempts),
        occupancy=occupancy(spent["busy"], spent["wrapup"], spent["ready"], spent["reserved"]),
        rest_missed=rest_missed(facts, scenario.timing, scenario.limits),
        breaks_missed=breaks_missed,
        uncovered_minutes={channel: presences.uncovered_minutes(channel, scenario) for channel in scenario.demand},
        attempts=tuple(attempts),
    )


def fates(facts: Sequence[Happened], begins_ms: int) -> list[Attempt]:
    """What became of every attempt, in the order they came."""
    arrived: dict[str, Happened] = {}
    over: dict[str, tuple[Fate, int]] = {}
    for fact in facts:
        contact = fact.fields.get("contact", "")
        match fact.kind:
            case "contact.arrived":
                arrived[contact] = fact
            case "offer.accepted":
                over[contact] = "answered", int(fact.fields["waited_ms"])
            case "contact.abandoned":
                over[contact] = "abandoned", int(fact.fields["waited_ms"])
            case "contact.refused":
                over[contact] = "refused", 0
    return [
        Attempt(contact, _channel(fact), fact.at_ms - begins_ms, *over[contact]) for contact, fact in arrived.items()
    ]


def _channel(fact: Happened) -> Channel:
    return "phone" if fact.fields["channel"] == "phone" else "chat"


def _figures(scenario: Scenario, attempts: Sequence[Attempt]) -> Figures:
    fate = Counter(one.fate for one in attempts)
    waits = sorted(one.waited_ms for one in attempts if one.fate == "answered")
    callers = {caller_of(one.contact) for one in attempts}
    helped = {caller_of(one.contact) for one in attempts if one.fate == "answered"}
    return Figures(
        attempts=len(attempts),
        answered=fate["answered"],
        abandoned=fate["abandoned"],
        refused=fate["refused"],
        answered_share=fate["answered"] / len(attempts) if attempts else None,
        abandoned_share=fate["abandoned"] / len(attempts) if attempts else None,
        helped_share=len(helped) / len(callers) if callers else None,
        wait_p50_s=_seconds(nearest_rank(waits, 0.5)),
        wait_p90_s=_seconds(nearest_rank(waits, 0.9)),
        wait_longest_s=_seconds(nearest_rank(waits, 1.0)),
        service_level=_level(scenario, attempts),
    )


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000


def _level(scenario: Scenario, attempts: Sequence[Attempt]) -> float | None:
    verdicts: Counter[Verdict] = Counter(
        verdict(timedelta(milliseconds=one.waited_ms), scenario.target, answered=one.fate == "answered")
        for one in attempts
        if one.fate != "refused"
    )
    return service_level(verdicts)


def _by_hour(scenario: Scenario, attempts: Sequence[Attempt]) -> tuple[float | None, ...]:
    hours: dict[int, list[Attempt]] = defaultdict(list)
    for one in attempts:
        hours[one.arrived_ms // HOUR_MS].append(one)
    return tuple(_level(scenario, hours[hour]) for hour in range((scenario.quarters + 3) // 4))
