"""THE formula of the service level, and how waits are summed up. Pure.

Service level = answered within T / (answered + abandoned), abandons shorter than N left out: who hangs up at once was not
kept waiting. A contact that is answered in the end counts as answered, by its whole wait from the first arrival.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeAlias

Verdict: TypeAlias = Literal["in_time", "late", "lost", "left_at_once"]


@dataclass(frozen=True, slots=True)
class Target:
    """T and N of the formula."""

    within: timedelta = timedelta(seconds=60)
    at_once: timedelta = timedelta(seconds=10)


def verdict(waited: timedelta, target: Target, *, answered: bool) -> Verdict:
    """What one contact that was answered, or left for good, means for the service level."""
    if answered:
        return "in_time" if waited <= target.within else "late"
    return "left_at_once" if waited < target.at_once else "lost"


def service_level(verdicts: Mapping[Verdict, int]) -> float | None:
    """The service level, 0 to 1, of contacts counted by verdict; None where there is nothing to judge."""
    in_time = verdicts.get("in_time", 0)
    judged = in_time + verdicts.get("late", 0) + verdicts.get("lost", 0)
    return in_time / judged if judged else None


def nearest_rank(ordered: Sequence[int], share: float) -> int | None:
    """The smallest value that at least `share` (0 < share <= 1) of the ascending values do not exceed; None of none."""
    if not ordered:
        return None
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


def occupancy(busy: int, wrapup: int, ready: int, reserved: int) -> float | None:
    """(busy + wrapup) / (ready + reserved + busy + wrapup), 0 to 1; None while nobody is on."""
    on = ready + reserved + busy + wrapup
    return (busy + wrapup) / on if on else None
