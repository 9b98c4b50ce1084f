"""The wait told to callers, beside the rules others use, on three simulated lines: 8 volunteers, 20 with a daily wave, 100.

Neither talks nor patience are exponential, as the estimate has them (loadtests/one_line.py). The lines of 8 and 100 have 15%
and 5% more to do than they can. On the line of 20 calls come in a wave of 24 hours, 45% more and fewer; the rota follows two
hours late, in shifts of four hours that begin every two; one in twelve does not come, and nobody takes a call near the end.

Whoever finds nobody free is given each rule's number once, on arrival, held against the wait offered: what they would have
waited had they not left. No rule knows but what a line knows: mean talk and patience are learned by the classes the product
learns them by, and who comes and goes is read from the rota by the product's code.

- ours: the mean of `contact.estimate`. Where it says that there is no honest number, the caller is left out of all.
- Asterisk: the average its app_queue keeps, (3 x old + wait of who is answered) / 4, without the half minute it adds.
- head of line: how long the first in line has waited; with nobody there, the wait of who was answered last.
- AHT x position: mean talk x (ahead + 1) / volunteers on.
- beside them, to see what the rota is worth: ours by who is on alone.

Relative RMSE: root of the mean square error / mean wait offered. Budget: ours <= 1.0 x the best other on each line. Bias (mean
error / mean wait offered) and the shares of waits below, in and above the range told are printed beside.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from datetime import timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from loadtests.one_line import DAY, LONG_TALK_S, SHOW_RATE, Call, Kind, Play, Volunteer, instant
from loadtests.result import Result, judged
from luisterlijn.contact.estimate import Estimate, estimate
from luisterlijn.contact.schedule import Coming, Schedule, Turn, schedule
from luisterlijn.contact.snapshot import VolunteerState

KINDS = (Kind("8", 8, 1.15, 0.0, 60), Kind("20_wave", 20, 1.0, 0.45, 60), Kind("100", 100, 1.05, 0.0, 15))
EACH = 5
"""Every fifth of those who must wait is asked about."""

LANES = ("chat.nl.any.any",)
LOOKED_BACK_S, LOOKED_AHEAD_S = 6 * 3600.0, 12 * 3600.0
COMING = Coming(SHOW_RATE, timedelta(), timedelta(seconds=LONG_TALK_S))
OTHERS = ("asterisk", "head_of_line", "aht_x_position")
BESIDE = "ours_no_rota"


class Told(NamedTuple):
    """What each rule said to one caller, seconds."""

    call: Call
    ours: Estimate
    others: tuple[float, ...]


class Asking:
    """Asks the rules about those who must wait, after a day's beginning."""

    def __init__(self, kind: Kind, seed: int) -> None:
        self.told: list[Told] = []
        self.none = self._seen = 0
        self.play = Play(kind, random.Random(seed), self._ask)

    def _ask(self, now: float, call: Call) -> None:
        self._seen += 1
        if now < DAY or self._seen % EACH:
            return
        play, at = self.play, instant(now)
        handle_s = play.talks.mean_s(at)
        patience_s = play.patience.mean_s(at, play.waiting * now - play.arrived_s)
        able, changes = self._rota(now).steps(LANES, len(play.on))
        ours = estimate(play.waiting, able, handle_s=handle_s, patience_s=patience_s, changes=changes)
        if ours is None:
            self.none += 1
            return
        first = next((one for one in play.queue if not one.gone), None)
        head_s = play.last_s if first is None else now - first.at
        on = max(len(play.on), 1)
        alone = estimate(play.waiting, on, handle_s=handle_s, patience_s=patience_s)
        alone_s = 0.0 if alone is None else alone.mean.total_seconds()
        self.told.append(Told(call, ours, (play.average_s, head_s, handle_s * (play.waiting + 1) / on, alone_s)))

    def _rota(self, now: float) -> Schedule:
        if not self.play.kind.wave:
            return Schedule({})
        shifts = self.play.shifts
        low, high = (bisect_left(shifts, edge, key=_begin) for edge in (now - LOOKED_BACK_S, now + LOOKED_AHEAD_S))
        rota = {one.name: (Turn(instant(one.begin), instant(one.end), LANES),) for one in shifts[low:high]}
        on = [VolunteerState(name, "busy", draining=False, lanes=LANES, version=1) for name in self.play.on]
        return schedule(instant(now), on, rota, COMING)


def _begin(one: Volunteer) -> float:
    return one.begin


def asked(kind: Kind, seed: int = 20260504) -> tuple[list[Told], float]:
    """What was said to those whose wait is known in the end, and the share of those asked about without an honest number."""
    asking = Asking(kind, seed)
    asking.play.run()
    known = [one for one in asking.told if one.call.offered is not None]
    return known, asking.none / (asking.none + len(asking.told))


def errors(said: NDArray[np.float64], offered: NDArray[np.float64]) -> tuple[float, float]:
    """Relative RMSE and bias."""
    mean = offered.mean()
    return float(np.sqrt(((said - offered) ** 2).mean()) / mean), float((said - offered).mean() / mean)


def judge(kind: Kind) -> list[Result]:
    """One line: ours beside the best other, each other by itself, and how true the ranges told were."""
    told, none = asked(kind)
    offered = np.array([one.call.offered for one in told])
    found = {"ours": errors(np.array([one.ours.mean.total_seconds() for one in told]), offered)}
    for number, name in enumerate((*OTHERS, BESIDE)):
        found[name] = errors(np.array([one.others[number] for one in told]), offered)
    p50, p90 = (np.array([getattr(one.ours, name).total_seconds() for one in told]) for name in ("p50", "p90"))
    best = min(found[name][0] for name in OTHERS)
    for name, (rmse, bias) in found.items():
        print(f"  {kind.name:8} {name:16} relative RMSE {rmse:5.2f}  bias {bias:+5.2f}")
    print(
        f"  {kind.name:8} {len(told)} waits of {offered.mean() / 60:.1f} min on average; below the median told "
        f"{(offered < p50).mean():.2f}, inside {((offered >= p50) & (offered <= p90)).mean():.2f}, above "
        f"{(offered > p90).mean():.2f}; no honest number for {none:.3f} of callers"
    )
    return [judged(f"wait_estimate_{kind.name}", found["ours"][0], "rel. RMSE", best, "<= 1.0")]


async def run() -> list[Result]:
    """The three lines."""
    return [result for kind in KINDS for result in judge(kind)]
