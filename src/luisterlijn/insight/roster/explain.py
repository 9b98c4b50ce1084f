"""From who is where to what is told: assignments, what stays open and why, how nights and weekends are shared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import numpy as np

from luisterlijn.facts import Channel
from luisterlijn.insight.roster.demand import HOUR, Flags, Quarters, Whole
from luisterlijn.insight.roster.placing import Placing, before
from luisterlijn.insight.roster.proposal import Gap, Proposal, Share, Why
from luisterlijn.volunteer.coverage import CHANNELS, QUARTER_S, bit

ORDER: tuple[Why, ...] = ("rest_rule", "all_busy", "all_at_maximum", "not_worth_it")
"""Of those fit and available the commonest reason is told; where two are as common, the first of these."""

NONE, ENOUGH = -1, -2
"""In place of an opening: there is none, or nobody lacks."""


@dataclass(frozen=True, slots=True)
class _Hole:
    """A run of time in which so many lack on a channel, laid to an opening (or NONE)."""

    opening: int
    begin: int
    end: int
    channel: Channel | None
    lacking: int


def told(
    placing: Placing, method: Literal["greedy", "highs"], bound: float | None = None, *, proven: bool = False
) -> Proposal:
    """The proposal; `bound` in weighted hours."""
    problem = placing.known.problem
    pairs = sorted((opening, person) for person, opening in np.argwhere(placing.on).tolist())
    return Proposal(
        assignments=tuple((problem.openings[opening].id, problem.candidates[person].id) for opening, person in pairs),
        gaps=tuple(_gaps(placing)),
        shares=_shares(placing),
        cost=placing.cost() / HOUR,
        bound=bound,
        proven=proven,
        method=method,
    )


def _shares(placing: Placing) -> tuple[Share, ...]:
    columns = [each.tolist() for each in (*before(placing.known), placing.nights, placing.weekends)]
    rows = zip(placing.known.problem.candidates, *columns, strict=True)
    return tuple(sorted((Share(one.id, n0, n1, w0, w1) for one, n0, w0, n1, w1 in rows), key=lambda each: each.person))


def _gaps(placing: Placing) -> Iterator[Gap]:
    """All holes in order; those of one shift that begin and end together as one."""
    found: dict[tuple[int, int, int], list[_Hole]] = {}
    for hole in _holes(placing):
        found.setdefault((hole.begin, hole.end, hole.opening), []).append(hole)
    for (begin, end, opening), holes in sorted(found.items()):
        channels = tuple(one for one in CHANNELS if one in {hole.channel for hole in holes})
        why, people = _why(placing, opening, channels)
        yield Gap(
            placing.known.problem.openings[opening].id if opening >= 0 else "",
            datetime.fromtimestamp(begin, UTC),
            datetime.fromtimestamp(end, UTC),
            channels,
            max(hole.lacking for hole in holes),
            why,
            people,
        )


def _holes(placing: Placing) -> Iterator[_Hole]:
    known = placing.known
    own = known.demand.own
    for (at, channel), present in zip(own, placing.present[: len(own)].tolist(), strict=True):
        lacking = known.problem.openings[at].minimum - present
        if lacking > 0:
            yield _Hole(at, int(known.times.starts[at]), int(known.times.ends[at]), channel, lacking)
    for each in known.demand.quarters:
        yield from _of_quarters(placing, each)


def _of_quarters(placing: Placing, each: Quarters) -> Iterator[_Hole]:
    """Runs of quarters with too few, each laid to the shift with room that began first, else to a full one."""
    present = each.cover @ _heads(placing, each.channel)
    lacking = np.maximum(each.need - present, 0)
    if not each.cover.shape[1]:
        laid = np.full(lacking.size, NONE)
    else:
        order = np.lexsort((placing.known.times.starts, placing.room <= 0))
        laid = np.where(each.cover.any(1), order[each.cover[:, order].argmax(1)], NONE)
    key = np.where(lacking > 0, laid, ENOUGH)
    heads = np.flatnonzero(np.diff(key, prepend=ENOUGH - 1))
    for head, end in zip(heads.tolist(), [*heads[1:].tolist(), key.size], strict=True):
        if key[head] > ENOUGH:
            begin, until = int(each.begins[head]), int(each.begins[end - 1]) + QUARTER_S
            yield _Hole(int(key[head]), begin, until, each.channel, int(lacking[head:end].max()))


def _heads(placing: Placing, channel: Channel) -> Whole:
    """People on each opening who count on a channel."""
    known = placing.known
    strangers = np.array([len(set(one.signed)) for one in known.problem.openings], np.int64) - known.signed.sum(0)
    mine = known.masks & bit(channel) > 0
    return np.asarray(strangers + (known.signed | placing.on)[mine].sum(0), np.int64)


def _why(placing: Placing, opening: int, channels: tuple[Channel, ...]) -> tuple[Why, dict[Why, int]]:
    """Why nobody more is there, and how many people each reason keeps off; the first that holds counts."""
    if opening < 0:
        return "no_shift", {}
    people = _kept_off(placing, opening, channels)
    if placing.known.problem.openings[opening].starts_at <= placing.known.problem.now:
        return "started", people
    if placing.room[opening] < 1:
        return "full", people
    if any(reason in people for reason in ORDER):
        return max(ORDER, key=lambda reason: people.get(reason, 0)), people
    return "nobody_available" if "nobody_available" in people else "nobody_fit", people


def _kept_off(placing: Placing, opening: int, channels: tuple[Channel, ...]) -> dict[Why, int]:
    known = placing.known
    left = ~(known.signed[:, opening] | placing.on[:, opening])
    people: Counter[Why] = Counter()
    for reason, stands in _reasons(placing, opening, channels):
        people[reason] += int((left & stands).sum())
        left &= ~stands
    able = sum(placing.suits(person, opening) for person in np.flatnonzero(left & known.may[:, opening]).tolist())
    begun = known.problem.openings[opening].starts_at <= known.problem.now
    people["started" if begun else "rest_rule"] += int(left.sum()) - able
    people["full" if placing.room[opening] < 1 else "not_worth_it"] += able
    return {reason: number for reason, number in people.items() if number}


def _reasons(placing: Placing, opening: int, channels: tuple[Channel, ...]) -> Iterator[tuple[Why, Flags]]:
    known = placing.known
    asked = sum(bit(channel) for channel in channels)
    yield "nobody_fit", ~known.fit[:, opening] | (asked > 0) & (known.masks & asked == 0)
    yield "nobody_available", ~known.free[:, opening]
    yield "all_busy", known.work.busy[:, opening] | (placing.on & known.between.overlap[opening]).any(1)
    yield "rest_rule", known.work.tired[:, opening] | (placing.on & known.between.tired[opening]).any(1)
    yield "all_at_maximum", placing.spent(opening)
