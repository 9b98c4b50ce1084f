"""Routing policy (pure): contact -> lanes, steps and credit; volunteer -> lanes, profile and fairness key.

A lane is `channel.language.topic.region`; `any` stands for no topic, and for every region. A volunteer serves the lanes of
all combinations of their channels, languages, topics (and `any`) and region (and `any`). A contact starts in the lane it
asked for and, as it waits, stands in more lanes at once, without ever leaving its place.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

ANY = "any"


@dataclass(frozen=True)
class Wish:
    """What a caller asked for. `other_languages` will do after a while."""

    channel: str
    language: str
    other_languages: tuple[str, ...] = ()
    topic: str | None = None
    region: str | None = None
    urgent: bool = False


@dataclass(frozen=True)
class Patience:
    """How long each requirement holds, and the bounded credit of an urgent contact."""

    region: timedelta = timedelta(seconds=60)
    topic: timedelta = timedelta(seconds=60)
    language: timedelta = timedelta(seconds=120)
    credit_urgent: timedelta = timedelta(seconds=300)


@dataclass(frozen=True)
class Step:
    """From `after` on the contact stands in `lanes`: all of them, the earlier ones included."""

    after: timedelta
    lanes: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """How a contact waits: its steps, the first at zero, and the head start of its order key."""

    steps: tuple[Step, ...]
    credit: timedelta

    def encoded(self) -> str:
        """As `queue_enter_v1` reads it: `after_ms=lane lane;...`."""
        return ";".join(f"{round(step.after.total_seconds() * 1000)}={' '.join(step.lanes)}" for step in self.steps)


@dataclass(frozen=True)
class Service:
    """What a volunteer serves. `lanes2` are those a second chat may come from; profiles name sets of lanes."""

    lanes: tuple[str, ...]
    lanes2: tuple[str, ...]
    profile: str
    profile2: str


def lane(channel: str, language: str, topic: str | None, region: str | None) -> str:
    """The name of a lane."""
    return f"{channel}.{language}.{topic or ANY}.{region or ANY}"


def contact_plan(wish: Wish, patience: Patience) -> Plan:
    """The steps by which a contact's requirements relax.

    A requirement the caller did not state takes no step. Each step's lanes contain those of the step before.
    """
    marks: set[timedelta] = {timedelta()}
    if wish.region:
        marks.add(patience.region)
    if wish.topic:
        marks.add(patience.topic)
    others = tuple(code for code in dict.fromkeys(wish.other_languages) if code != wish.language)
    if others:
        marks.add(patience.language)
    steps: list[Step] = []
    for mark in sorted(marks):
        languages = (wish.language, *others) if mark >= patience.language else (wish.language,)
        topics = (wish.topic, None) if wish.topic and mark >= patience.topic else (wish.topic,)
        regions = (wish.region, None) if wish.region and mark >= patience.region else (wish.region,)
        lanes = tuple(lane(wish.channel, c, t, r) for c in languages for t in topics for r in regions)
        if not steps or lanes != steps[-1].lanes:
            steps.append(Step(mark, lanes))
    return Plan(tuple(steps), patience.credit_urgent if wish.urgent else timedelta())


def profile_of(lanes: Sequence[str]) -> str:
    """A short name for a set of lanes, the same on every node; empty for no lanes."""
    if not lanes:
        return ""
    return hashlib.blake2b(" ".join(sorted(lanes)).encode(), digest_size=6).hexdigest()


def volunteer_service(
    channels: Sequence[str], languages: Sequence[str], topics: Sequence[str], region: str | None
) -> Service:
    """The lanes and profiles of a volunteer. A second contact may only be a chat."""
    regions = (region, None) if region else (None,)
    lanes = tuple(
        lane(channel, language, topic, where)
        for channel in channels
        for language in languages
        for topic in (*topics, None)
        for where in regions
    )
    lanes2 = tuple(one for one in lanes if one.startswith("chat."))
    return Service(lanes, lanes2, profile_of(lanes), profile_of(lanes2))


def transfer_lanes(wish: Wish, topic: str | None, language: str | None) -> tuple[str, ...]:
    """Lanes in which a conversation looks for its next volunteer: any region; the topic and language asked for, if any."""
    return (lane(wish.channel, language or wish.language, topic, None),)


def fairness_key(load_s: float, at_ms: float, constant_ms: float) -> float:
    """A volunteer's turn, smaller is earlier: ln(60 s + decayed load in seconds) + at / time constant.

    All loads fade with the same constant, so keys made at different instants compare as the loads would at any one later
    instant; with equal loads the longest idle comes first. The Function `LL.turn` computes the same; a test compares them.
    """
    return math.log(60 + load_s) + at_ms / constant_ms
