"""Callers and volunteers one by one, with dice: what the formulas are held against. It shares no code with them.

`phone` goes by the times at which volunteers are free next; `chat` by the next thing that happens to anybody.
"""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean, stdev


@dataclass
class Seen:
    """What became of the contacts of one run."""

    waits: list[float] = field(default_factory=list)
    answered: list[bool] = field(default_factory=list)

    @classmethod
    def all(cls, seen: Sequence[Seen]) -> Seen:
        """What became of the contacts of several intervals."""
        return cls([wait for one in seen for wait in one.waits], [was for one in seen for was in one.answered])

    def leave(self) -> float:
        return 1 - fmean(self.answered)

    def wait_s(self) -> float:
        return fmean(self.waits)

    def served(self, within_s: float) -> float:
        return fmean(one and wait <= within_s for wait, one in zip(self.waits, self.answered, strict=True))

    def longer(self, than_s: float) -> float:
        return fmean(wait > than_s for wait in self.waits)


@dataclass(frozen=True)
class Between:
    """A mean over independent runs, and how far from it the truth may lie (four standard errors)."""

    mean: float
    width: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Between:
        return cls(fmean(values), 4 * stdev(values) / math.sqrt(len(values)))

    def holds(self, value: float) -> bool:
        return abs(value - self.mean) <= self.width


def phone(dice: random.Random, people: int, rate: float, handle_s: float, patience_s: float, contacts: int) -> Seen:
    """One contact at a time each, first come first served; the first tenth is left out."""
    seen, at = Seen(), 0.0
    free = [0.0] * people
    for number in range(contacts):
        at += dice.expovariate(rate)
        patience = math.inf if math.isinf(patience_s) else dice.expovariate(1 / patience_s)
        wait = max(free[0] - at, 0.0)
        if patience >= wait:
            heapq.heapreplace(free, at + wait + dice.expovariate(1 / handle_s))
        if number >= contacts // 10:
            seen.waits.append(min(wait, patience))
            seen.answered.append(patience >= wait)
    return seen


def chat(  # noqa: PLR0913 - what a crowd is made of
    dice: random.Random,
    people: Sequence[int],
    rates: Sequence[float],
    handle_s: float,
    patience_s: float,
    *,
    factors: Sequence[float] = (1.0,),
    redial: float = 0.0,
    pause_s: float = 1800,
    interval_s: float = 900,
) -> list[Seen]:
    """Several at once; rates and people by interval, who is one too many ends the talk first. By interval of arrival.

    A new chat goes to whoever has fewest; nothing evens them out when one ends.
    """
    seen = [Seen() for _ in rates]
    busy = [0] * max(people)
    waiting: list[tuple[float, int]] = []
    away, at, most = 0, 0.0, len(factors)
    for number, rate in enumerate(rates):
        until = (number + 1) * interval_s
        on = people[number]
        while True:
            while waiting and min(busy[:on]) < most:
                busy[busy.index(min(busy[:on]))] += 1
                came, arrived = waiting.pop(0)
                seen[arrived].waits.append(at - came)
                seen[arrived].answered.append(True)
            speeds = [have / factors[have - 1] / handle_s if have else 0.0 for have in busy]
            parts = (rate, away / pause_s, len(waiting) / patience_s, sum(speeds))
            after = at + dice.expovariate(sum(parts)) if sum(parts) else math.inf
            if after > until:
                at = until
                break
            at = after
            kind = dice.choices(range(4), parts)[0]
            if kind <= 1:
                away -= kind
                waiting.append((at, number))
            elif kind == 2:
                came, arrived = waiting.pop(dice.randrange(len(waiting)))
                seen[arrived].waits.append(at - came)
                seen[arrived].answered.append(False)
                away += dice.random() < redial
            else:
                busy[dice.choices(range(len(busy)), speeds)[0]] -= 1
    return seen
