"""Volunteers with several chats at once: a birth-death chain with the speed of each by how many they have. Pure.

Chats are spread evenly: of n volunteers with j chats, j % n have one more than the others. A volunteer with k of them ends
`speeds[k - 1]` in the span of a handle time, so the state has a rate of its own, and the recursion of Erlang B runs through
it. Once all are full, the queue is the one of `queue`. With one chat at a time that is Erlang A.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from luisterlijn.insight.staffing import erlang
from luisterlijn.insight.staffing.goal import Work
from luisterlijn.insight.staffing.queue import Queue, queue
from luisterlijn.insight.staffing.solve import Whole
from luisterlijn.insight.staffing.tails import Floats

_FORGOTTEN = 40.0
"""Where the recursion begins is forgotten after a factor of e to the minus this."""


def staffed(people: Floats, load: Floats, work: Work) -> Queue:
    """What callers meet, elementwise: `people` from 1 on, `load` in Erlang of `work.handle_s`, redials included."""
    speeds = work.speeds
    if work.chats == 1:
        blocked = erlang.blocked(people, load / speeds[0])
    else:
        blocked = _Climb.of(people, load, speeds).blocked().reshape(load.shape)
    return queue(load / work.handle_s, people * (speeds[-1] / work.handle_s), blocked, work.patience_s)


def occupancy(people: Floats, load: Floats, work: Work, found: Queue) -> Floats:
    """The share of the people who have a contact, in the queue that `staffed` found for the same."""
    if work.chats == 1:
        return erlang.occupancy(people, load / work.speeds[0], found.leaves)
    idle = _Climb.of(people, load, work.speeds).idle().reshape(load.shape)
    busy: Floats = np.clip(1 - (1 - found.waits) * idle / people, 0.0, 1.0)
    return busy


def rates(people: int, speeds: Sequence[float]) -> Floats:
    """Chats that end in the span of a handle time while 0, 1, .. chats are there, up to one less than all have room for."""
    chats = np.arange(people * len(speeds))
    each, more = np.divmod(chats, people)
    steps = np.array([0.0, *speeds])
    ends: Floats = (people - more) * steps[each] + more * steps[each + 1]
    return ends


@dataclass(frozen=True, slots=True, eq=False)
class _Climb:
    """The recursion through the states with room for a further chat, up to the fullest, over many queues at once.

    They all arrive together; those on the longest way stand first, so that each step takes the first few of them. `order` is
    where they stood. Of each: `people`, `load`, the number of its `fullest` state, `top`, where in `ends` that state stands,
    and `steps`, from how far below it begins.
    """

    order: Whole
    people: Floats
    load: Floats
    fullest: Floats
    top: Whole
    steps: Whole
    ends: Floats

    @classmethod
    def of(cls, people: Floats, load: Floats, speeds: Sequence[float]) -> _Climb:
        """Of queues in an array of any shape, at least one."""
        numbers, which, of_each = np.unique(people.ravel(), return_inverse=True, return_counts=True)
        tables = [rates(int(number), speeds) for number in numbers]
        sizes = np.array([ends.size for ends in tables])
        loads = load.ravel()
        by_number = np.split(loads[np.argsort(which, kind="stable")], np.cumsum(of_each)[:-1])
        firsts = np.array([_first(ends, float(mine.min())) for ends, mine in zip(tables, by_number, strict=True)])
        steps = (sizes - 1 - firsts)[which]
        order = np.argsort(-steps, kind="stable")
        which = which[order]
        top = (np.cumsum(sizes) - 1)[which]
        fullest = sizes[which] - 1.0
        return cls(order, numbers[which], loads[order], fullest, top, steps[order], np.concatenate(tables))

    def blocked(self) -> Floats:
        """Of these states, the share of the fullest."""
        blocked = np.ones_like(self.load)
        for below, on in self._ways():
            self._step(blocked, below, on)
        return self._back(blocked)

    def idle(self) -> Floats:
        """Volunteers without a chat, in the mean of these states."""
        blocked = np.ones_like(self.load)
        idle = np.maximum(self.people - self.fullest + self.steps, 0.0)
        for below, on in self._ways():
            self._step(blocked, below, on)
            free = np.maximum(self.people[:on] - self.fullest[:on] + below, 0.0)
            idle[:on] += blocked[:on] * (free - idle[:on])
        return self._back(idle)

    def _ways(self) -> Iterator[tuple[int, int]]:
        """How far below the fullest state a step ends, and how many take it."""
        longest = int(self.steps[0])
        begun = np.searchsorted(-self.steps, -np.arange(longest), side="left")
        yield from ((below, int(begun[below])) for below in range(longest - 1, -1, -1))

    def _step(self, blocked: Floats, below: int, on: int) -> None:
        with np.errstate(under="ignore"):
            come = self.load[:on] * blocked[:on]
            blocked[:on] = come / np.maximum(come + self.ends[self.top[:on] - below], 1e-300)

    def _back(self, found: Floats) -> Floats:
        placed = np.empty_like(found)
        placed[self.order] = found
        return placed


def _first(ends: Floats, load: float) -> int:
    """The state to begin at: those below are so unlikely at this load or more that it is all the same."""
    rising = int(np.searchsorted(ends, load))  # up to here a state is likelier than the one below
    falls = np.cumsum(np.log(load / ends[1:rising][::-1]))
    return rising - 1 - int(np.searchsorted(falls, _FORGOTTEN)) if falls.size and falls[-1] > _FORGOTTEN else 0
