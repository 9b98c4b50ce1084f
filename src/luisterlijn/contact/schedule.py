"""How many volunteers can take a contact in the coming hours, from who is on now and from the rota. Pure.

Somebody due counts by their chance to come, from the begin of their shift; somebody whose shift ends takes nothing new in the
last part of it, as routing has it, and counts until then. Who is late, or on a break, does not count until they are on; whoever
is in a last talk and takes nothing new after it does not count any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, pairwise

from luisterlijn.contact.snapshot import Lanes, VolunteerState
from luisterlijn.volunteer.duty import Duty

HORIZON = timedelta(hours=4)
"""So far ahead one looks, twice the longest wait anybody is told; who is on then stays on."""

SETTLES = timedelta(minutes=1)
"""From the begin of a shift until whoever begins has accepted a first contact."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody may be offered contacts in these lanes; `goes_on`: another turn follows at once."""

    begins_at: datetime
    ends_at: datetime
    lanes: Lanes
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Coming:
    """What is assumed of those who are not on yet, and of the end of a shift.

    `show_rate`: the share of those planned who come; whoever is there already, `early` before the begin, surely does.
    `fit`: nothing new is offered so long before the end of a shift.
    """

    show_rate: float
    early: timedelta
    fit: timedelta


Steps = tuple[tuple[float, float], ...]
"""(seconds from now, able from then on), in order."""


def turns(duty: Duty, lanes: Lanes) -> tuple[Turn, ...]:
    """The turns of one volunteer: the windows, cut where a shift is for fewer channels. `lanes`: all they can take."""
    found: list[Turn] = []
    for begin, end in duty.windows:
        edges = {edge for one in duty.narrowed for edge in one[:2] if begin < edge < end}
        cuts = sorted(edges | {begin, end})
        for start, stop in pairwise(cuts):
            only = next((channels for since, until, channels in duty.narrowed if since <= start < until), None)
            mine = lanes if only is None else tuple(one for one in lanes if one.partition(".")[0] in only)
            found.append(Turn(start, stop, mine, goes_on=stop < end))
    return tuple(found)


class Schedule:
    """Who comes and goes, by lanes, from an instant on."""

    def __init__(self, moves: Mapping[Lanes, Mapping[float, float]]) -> None:
        self._moves = moves
        self._known: dict[Lanes, tuple[float, Steps]] = {}

    def steps(self, lanes: Lanes, able: int) -> tuple[float, Steps]:
        """How many can take a contact in these lanes: now, and from each change on.

        Args:
            able: those who are on.
        """
        at_once, steps = self._of(lanes)
        return max(able + at_once, 0.0), tuple((at_s, max(able + more, 0.0)) for at_s, more in steps)

    def _of(self, lanes: Lanes) -> tuple[float, Steps]:
        known = self._known.get(lanes)
        if known is None:
            changes: defaultdict[float, float] = defaultdict(float)
            for theirs, moves in self._moves.items():
                if not set(theirs).isdisjoint(lanes):
                    for at_s, more in moves.items():
                        changes[at_s] += more
            at_once, order = changes.pop(0.0, 0.0), sorted(changes)
            sums = accumulate((changes[at_s] for at_s in order), initial=at_once)
            next(sums)
            known = at_once, tuple((at_s, round(more, 6)) for at_s, more in zip(order, sums, strict=True))
            self._known[lanes] = known
        return known


def schedule(
    now: datetime, volunteers: Collection[VolunteerState], rota: Mapping[str, Sequence[Turn]], coming: Coming
) -> Schedule:
    """Who comes and goes from now on.

    Args:
        volunteers: all who are known to the engine.
        rota: the turns of everybody planned, in order.
    """
    moves: defaultdict[Lanes, defaultdict[float, float]] = defaultdict(lambda: defaultdict(float))
    states = {state.volunteer: state for state in volunteers if state.presence != "offline"}
    for name in {*rota, *(name for name, state in states.items() if state.on)}:
        for at, lanes, more in _moves_of(states.get(name), rota.get(name, ()), now, coming):
            moves[lanes][max(float(round((at - now).total_seconds())), 0.0)] += more
    return Schedule(moves)


def _moves_of(
    state: VolunteerState | None, rota: Sequence[Turn], now: datetime, coming: Coming
) -> Iterator[tuple[datetime, Lanes, float]]:
    """(when, in which lanes, how much more) of one volunteer."""
    ahead = [turn for turn in rota if turn.ends_at > now and turn.begins_at < now + HORIZON]
    on, off_duty = state is not None and state.on, not ahead or ahead[0].begins_at > now
    if state is not None and on and state.presence == "busy" and off_duty and any(turn.ends_at <= now for turn in rota):
        yield now, state.lanes, -1.0  # past the end of the shift, in a last talk
    share, continues = 0.0, False
    for turn in ahead:
        stops_at = turn.ends_at if turn.goes_on else turn.ends_at - coming.fit
        if turn.begins_at <= now:
            share = 1.0 if on else 0.0
            if state is not None and on:
                # Who is ready so near the end chose to go on to it.
                goes_at = stops_at if stops_at > now or state.presence == "busy" else turn.ends_at
                yield goes_at, state.lanes, -1.0
        else:
            if not continues:
                near = turn.begins_at - now <= coming.early
                share = 1.0 if state is not None and near else coming.show_rate
            comes_at = turn.begins_at if continues else turn.begins_at + SETTLES
            if share and stops_at > comes_at:
                yield comes_at, turn.lanes, share
                yield stops_at, turn.lanes, -share
        continues = turn.goes_on
