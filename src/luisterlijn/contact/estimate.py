"""How long a caller will wait, from the line's own recent past: pure arithmetic, no clock, no settings.

With `n` contacts ahead, `s` volunteers able, mean handle time `1/mu` and mean patience `1/theta`, the contact is
answered after n + 1 departures. While i others are still ahead, departures come at rate s*mu + i*theta, so the wait is
a sum of independent exponentials and its mean is QL-m (Ibrahim and Whitt, "Real-time delay estimation in overloaded
multiserver queues with abandonments", Management Science 2009; model M/M/s+M of Garnett, Mandelbaum and Reiman 2002):

    sum over i = 0..n of 1 / (s*mu + i*theta)

In simulation it beats every estimator in use elsewhere (loadtests/wait_estimate.py holds it against them).

Where the rota says that the number of volunteers changes within the wait, the time is that of passage.py: the same model
with s a step function, exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from math import exp, inf, isfinite, log1p, sqrt
from typing import Self

from luisterlijn.contact.passage import Stretch, passage

HOURS_REMEMBERED = timedelta(hours=4)
"""Time constant with which past handle times and abandonments fade."""

PRIOR_WEIGHT = 5.0
"""How many observed endings the assumed mean is worth."""

LADDER_S = tuple(60 * minutes for minutes in (2, 5, 10, 15, 20, 30, 45, 60, 90, 120))
"""The waits callers are told: spans a person can picture."""

TOO_LATE_TO_MATTER = 3.0
"""Times the 90th percentile after which a change of the volunteers is not looked at."""

_ADDED_ONE_BY_ONE = 8  # terms before Euler-Maclaurin takes over; its error is then below 1e-6 of the sum

# Quantiles of a gamma variable, in standard deviations from its mean, as polynomials in its skewness 0..2, lowest power
# first: exact at both ends (normal and exponential), within 2e-5 between them.
_P50 = (0.0, -0.1667348, 0.0004641, 0.0014985, 0.0007982)
_P90 = (1.2815516, 0.1068298, -0.0466222, -0.0019694, 0.0006011)


@dataclass(frozen=True, slots=True)
class Estimate:
    """The wait still to come: median, 90th percentile and mean."""

    p50: timedelta
    p90: timedelta
    mean: timedelta


def estimate(
    ahead: int,
    able: float,
    *,
    handle_s: float,
    patience_s: float,
    changes: Sequence[tuple[float, float]] = (),
) -> Estimate | None:
    """The wait of a contact, recomputed from what is ahead of it now.

    While the number able stays the same the mean is QL-m, exact, and the quantiles are those of the gamma distribution with
    the same mean, variance and skewness (Pearson III): exact with nobody ahead and with endless patience; elsewhere they err
    outwards, the median at most 2% low and the 90th percentile at most 1.1% high. (Exact is -ln X / theta with X
    beta(s*mu/theta, n + 1), at a higher cost.) With changes all three are the model's, to a part in a thousand. A change
    after three times the 90th percentile is not looked at: about one wait in a thousand lasts so long.

    Args:
        ahead: contacts ahead that the same volunteers may take.
        able: volunteers on now who can take this contact; a share of one counts as that.
        handle_s: mean conversation and wrap-up, seconds, above 0.
        patience_s: mean wait after which a caller leaves, seconds, above 0; `inf` when nobody ever leaves.
        changes: (seconds from now, able from then on), in order; those who may not come count by their chance to. Whoever
            comes is free, and takes the first in line at once.

    Returns:
        None when nobody is on and nobody is due, or when more than a tenth of such waits would outlast everybody who is: there
        is no honest number. The mean is of the waits that end.
    """
    stretches = _stretches(able, changes)
    on = stretches[0][1]
    steady = _estimate(max(ahead, 0), on / handle_s, 1 / patience_s) if on > 0 else None
    matters_s = inf if steady is None else TOO_LATE_TO_MATTER * steady.p90.total_seconds()
    if len(stretches) == 1 or stretches[1][0] > matters_s:
        return steady
    return _changing(max(ahead, 0), stretches, handle_s, 1 / patience_s)


def _stretches(able: float, changes: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """(begin in seconds from now, able), the first at 0, without changes that change nothing."""
    steps = {0.0: max(able, 0.0)} | {max(at_s, 0.0): max(then, 0.0) for at_s, then in changes}
    found: list[tuple[float, float]] = []
    for step in steps.items():
        if not found or step[1] != found[-1][1]:
            found.append(step)
    return tuple(found)


@lru_cache(maxsize=4096)
def _changing(ahead: int, stretches: tuple[tuple[float, float], ...], handle_s: float, theta: float) -> Estimate | None:
    steps, before = [], stretches[0][1]
    for at_s, able in stretches:
        steps.append(Stretch(at_s, able / handle_s, free=max(able - before, 0.0)))
        before = able
    found = passage(ahead, steps, theta)
    return None if found is None else Estimate(*(timedelta(seconds=seconds) for seconds in found))


@lru_cache(maxsize=4096)
def _estimate(ahead: int, rate: float, theta: float) -> Estimate:
    mean, variance, third = _cumulants(ahead, rate, theta)
    deviation = sqrt(variance)
    skewness = min(third / (variance * deviation), 2.0)
    return Estimate(
        p50=timedelta(seconds=mean + deviation * _polynomial(_P50, skewness)),
        p90=timedelta(seconds=mean + deviation * _polynomial(_P90, skewness)),
        mean=timedelta(seconds=mean),
    )


def _cumulants(ahead: int, rate: float, theta: float) -> tuple[float, float, float]:
    """First three cumulants of the wait (s, s^2, s^3): sums of 1/r, 1/r^2, 2/r^3 over its exponentials."""
    mean = variance = third = 0.0
    for i in range(min(ahead + 1, _ADDED_ONE_BY_ONE)):
        span = 1 / (rate + i * theta)
        mean += span
        variance += span * span
        third += span * span * span
    steps = ahead - _ADDED_ONE_BY_ONE
    if steps >= 0:
        low = rate + _ADDED_ONE_BY_ONE * theta
        high = rate + ahead * theta
        grown = log1p(steps * theta / low) / theta if theta > 0 else steps / low
        mean += grown + _ends(1, low, high, theta)
        variance += steps / (low * high) + _ends(2, low, high, theta)
        third += steps * (low + high) / (2 * low * low * high * high) + _ends(3, low, high, theta)
    return mean, variance, 2 * third


def _ends(power: int, low: float, high: float, theta: float) -> float:
    """What Euler-Maclaurin adds to the integral of rate^-power: half the ends and two terms of their slopes."""
    half = (low**-power + high**-power) / 2
    slope = power * theta * (low ** -(power + 1) - high ** -(power + 1)) / 12
    bend = power * (power + 1) * (power + 2) * theta**3 * (low ** -(power + 3) - high ** -(power + 3)) / 720
    return half + slope - bend


def _polynomial(coefficients: tuple[float, ...], x: float) -> float:
    value = 0.0
    for coefficient in reversed(coefficients):
        value = value * x + coefficient
    return value


def tell(told: Estimate) -> tuple[int, int | None]:
    """The range a caller is told, (low, high) in seconds: low 0 or on the ladder, high on the ladder above it.

    The median is rounded down and the 90th percentile up: small changes show nothing, and the range leans upward, as
    each minute past an announced wait makes leaving more likely. Past the ladder it is (its end, None): maybe longer.
    """
    low = max((rung for rung in LADDER_S if rung <= told.p50.total_seconds()), default=0)
    high = min((rung for rung in LADDER_S if rung >= told.p90.total_seconds() and rung > low), default=None)
    return (LADDER_S[-1] if high is None else low), high


@dataclass(frozen=True, slots=True)
class _Mean:
    """A mean span learned from endings and total time; both fade exponentially, the assumed mean (`prior_s`) never."""

    prior_s: float
    endings: float = 0.0
    time_s: float = 0.0
    at: datetime | None = None

    def __post_init__(self) -> None:
        if not (isfinite(self.prior_s) and self.prior_s > 0):
            message = f"an assumed mean of {self.prior_s} s; use a finite number above 0"
            raise ValueError(message)

    def mean_s(self, now: datetime, unfinished_s: float = 0.0) -> float:
        """The mean in seconds: (time + time of those unfinished) / endings, drawn towards the prior.

        Args:
            now: the instant to fade to.
            unfinished_s: total seconds so far of those that have not ended yet.
        """
        kept = self._kept(now)
        time_s = PRIOR_WEIGHT * self.prior_s + kept * self.time_s + max(unfinished_s, 0.0)
        return time_s / (PRIOR_WEIGHT + kept * self.endings)

    def _kept(self, now: datetime) -> float:
        gone = (now - self.at) / HOURS_REMEMBERED if self.at is not None else inf
        return exp(-max(gone, 0.0))

    def _with(self, at: datetime, endings: float, time_s: float) -> Self:
        kept = self._kept(at)
        return replace(
            self,
            endings=kept * self.endings + endings,
            time_s=kept * self.time_s + max(time_s, 0.0),
            at=at if self.at is None else max(at, self.at),
        )


class Patience(_Mean):
    """Mean patience 1/theta: theta = abandonments / total time waited, answered and still waiting included.

    This is the maximum-likelihood estimate from right-censored exponential samples (Mandelbaum and Zeltyn 2004):
    leaving out those who were answered would make callers look far less patient than they are.
    """

    __slots__ = ()

    def waited(self, at: datetime, waited_s: float, *, left: int = 0) -> Self:
        """A wait of `waited_s` seconds ended by an answer (a censored sample: time without an ending), or by leaving."""
        return self._with(at, left, waited_s)


class Handling(_Mean):
    """Mean handle time 1/mu: conversation and wrap-up time of all volunteers / contacts closed."""

    __slots__ = ()

    def handled(self, at: datetime, handled_s: float) -> Self:
        """A contact was closed after `handled_s` seconds of conversation and wrap-up."""
        return self._with(at, 1.0, handled_s)
