"""What is counted of a contact, once and for all time: the figures behind every counter and histogram. Pure.

A figure is a sum over contacts of `parts(history)`; so it may be counted from rows by SQL (insight/past.py), or kept up
fact by fact by taking off the parts of the history before and adding those after. Both give the same. Every part only
grows while its contact goes on, so a counter never falls.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from typing import TypeAlias

from luisterlijn.contact.history import History

Part: TypeAlias = tuple[str, str]
"""(figure, label), such as ("arrivals", "chat") or ("wait_answered", "3"), the third bucket of a histogram."""

WAIT_BOUNDS_S = (5, 10, 20, 30, 60, 120, 180, 300, 600, 900, 1200, 1800, 3600)
HANDLE_BOUNDS_S = (60, 300, 600, 900, 1200, 1800, 2400, 3600, 5400, 7200)

OFFERS = ("made", "accepted", "declined", "expired", "withdrawn")
SPREADS: dict[str, tuple[str, tuple[int, ...]]] = {
    # figure: (field of History in ms, upper bounds in seconds)
    "wait_answered": ("waited_ms", WAIT_BOUNDS_S),
    "wait_abandoned": ("first_left_after_ms", WAIT_BOUNDS_S),
    "handle": ("handled_ms", HANDLE_BOUNDS_S),
}


def parts(history: History) -> Iterator[tuple[Part, int]]:
    """What one contact adds to the figures, as it is now."""
    yield ("arrivals", history.channel), 1
    if history.answered_at is not None:
        yield ("answered", history.channel), 1
        yield from _spread("wait_answered", history.waited_ms)
    yield from _spread("wait_abandoned", history.first_left_after_ms)
    yield from _spread("handle", history.handled_ms)
    if history.refusal_reason is not None:
        yield ("refusals", history.refusal_reason), 1
    yield ("abandons", "left"), history.times_left
    yield ("abandons", "silent"), history.times_silent
    yield ("offers", "made"), history.offers_made
    yield ("offers", "accepted"), history.offers_accepted
    yield ("offers", "declined"), history.offers_declined
    yield ("offers", "expired"), history.offers_expired
    yield ("offers", "withdrawn"), history.offers_withdrawn


def _spread(figure: str, span_ms: int | None) -> Iterator[tuple[Part, int]]:
    if span_ms is not None:
        yield (figure, str(bisect_left(SPREADS[figure][1], span_ms / 1000))), 1
        yield (f"{figure}_sum_ms", ""), span_ms


class Tally:
    """The figures of a line: a multiset of parts."""

    def __init__(self, counts: Counter[Part] | None = None) -> None:
        self.counts: Counter[Part] = Counter() if counts is None else counts

    def change(self, before: History | None, after: History) -> None:
        """One contact moved on."""
        for part, amount in parts(after):
            if amount:
                self.counts[part] += amount
        if before is not None:
            for part, amount in parts(before):
                if amount:
                    self.counts[part] -= amount

    def of(self, figure: str, label: str) -> int:
        """One figure."""
        return self.counts[figure, label]

    def spread(self, figure: str) -> tuple[list[tuple[float, int]], float]:
        """A histogram: (upper bound in seconds, contacts up to it) ascending to infinity, and the sum in seconds."""
        bounds = SPREADS[figure][1]
        each = [self.counts[figure, str(bucket)] for bucket in range(len(bounds) + 1)]
        upper = [*map(float, bounds), float("inf")]
        return list(zip(upper, accumulate(each), strict=True)), self.counts[f"{figure}_sum_ms", ""] / 1000
