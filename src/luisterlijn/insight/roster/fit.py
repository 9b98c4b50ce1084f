"""Who has what a shift asks, and who can come then; person x opening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from luisterlijn.insight.roster.demand import Flags, Whole, second
from luisterlijn.insight.roster.problem import Candidate, Opening, Problem
from luisterlijn.volunteer.fitness import Needs, Papers, fit_until, is_minor
from luisterlijn.volunteer.reason import Span
from luisterlijn.volunteer.rules import hard_reasons
from luisterlijn.volunteer.template import local_day

NEVER_GROWN = date(9000, 1, 1)


def fit(problem: Problem) -> Flags:
    """Whether papers, trainings, topics and channels are there on the last day, and no minor works at night."""
    asked = [(one.trainings, one.topics, one.channels) for one in problem.openings]
    kinds = {kind: number for number, kind in enumerate(dict.fromkeys(asked))}
    kind = np.array([kinds[one] for one in asked], np.int64)
    last = [local_day(one.ends_at - timedelta.resolution, problem.zone).toordinal() for one in problem.openings]
    until = np.zeros((len(problem.candidates), len(kinds)), np.int64)
    for row, one in zip(until, problem.candidates, strict=True):
        row[:] = [_last_day(one.papers, problem.needs, *what) for what in kinds]
    found: Flags = until[:, kind] >= np.array(last, np.int64)
    _without_minors(found, problem)
    return found


def available(candidates: Sequence[Candidate], starts: Whole, ends: Whole) -> Flags:
    """Whether the shift lies wholly in their windows, those that touch or overlap taken as one."""
    found = np.ones((len(candidates), starts.size), bool)
    said = [number for number, one in enumerate(candidates) if one.windows is not None]
    begins, until, owner = _windows([candidates[number].windows or () for number in said])
    if not said:
        return found
    room = (
        int(max(until.max(initial=0), ends.max(initial=0))) + 1
    )  # a person's instants are above those of the one before
    place = np.searchsorted(begins + owner * room, starts + np.arange(len(said))[:, None] * room, "right") - 1
    place_in = np.maximum(place, 0)
    inside = np.zeros((len(said), starts.size), bool)
    if begins.size:
        mine = (place >= 0) & (owner[place_in] == np.arange(len(said))[:, None])
        inside = mine & (until[place_in] >= ends)
    found[said] = inside
    return found


def _windows(each: Sequence[Sequence[Span]]) -> tuple[Whole, Whole, Whole]:
    """Begin, end (of all that follow without a break) and owner, by owner and begin."""
    flat = [one for windows in each for one in windows]
    owner = np.repeat(np.arange(len(each)), [len(windows) for windows in each])
    begins, ends = second(one.starts_at for one in flat), second(one.ends_at for one in flat)
    if not begins.size:
        return begins, ends, owner
    order = np.lexsort((begins, owner))
    begins, ends, owner = begins[order], ends[order], owner[order]
    room = int(ends.max()) + 1
    reached = np.maximum.accumulate(ends + owner * room) - owner * room
    first = np.ones(begins.size, bool)
    first[1:] = (owner[1:] != owner[:-1]) | (begins[1:] > reached[:-1])
    heads = np.flatnonzero(first)
    return begins[heads], np.maximum.reduceat(reached, heads), owner[heads]


def _last_day(
    papers: Papers,
    needs: Needs,
    trainings: tuple[str, ...],
    topics: tuple[str, ...],
    channels: tuple[str, ...],
) -> int:
    """The last day on which nothing is lacked, as an ordinal."""
    if channels and not set(channels) & set(papers.channels):
        return 0
    if papers.topics and not set(topics) <= set(papers.topics):
        return 0
    until = fit_until(papers, replace(needs, trainings=(*needs.trainings, *trainings)))
    return date.max.toordinal() if until is None else until.toordinal()


def _without_minors(found: Flags, problem: Problem) -> None:
    """Strike out the nights of minors; those who stay minors throughout a shift are looked at as one."""
    zone, openings = problem.zone, problem.openings
    first = min((local_day(one.starts_at, zone) for one in openings), default=date.max)
    minors = [number for number, one in enumerate(problem.candidates) if is_minor(one.papers, first)]
    if not minors:
        return
    ends = np.array([local_day(one.ends_at, zone).toordinal() for one in openings], np.int64)
    starts = np.array([local_day(one.starts_at, zone).toordinal() for one in openings], np.int64)
    child = Papers(active=True, adult_from=NEVER_GROWN, certificate_until=None, trainings={})
    night = np.array([_at_night(one, child, problem) for one in openings], bool)
    for number in minors:
        papers = problem.candidates[number].papers
        grown = (papers.adult_from or date.min).toordinal()
        found[number, night & (ends < grown)] = False
        for at in np.flatnonzero((starts < grown) & (ends >= grown)).tolist():
            found[number, at] &= not _at_night(openings[at], papers, problem)


def _at_night(opening: Opening, papers: Papers, problem: Problem) -> bool:
    found = hard_reasons(opening.wanted(), papers, problem.needs, (), problem.limits, problem.zone, problem.now)
    return any(one.rule == "minor_night" for one in found)
