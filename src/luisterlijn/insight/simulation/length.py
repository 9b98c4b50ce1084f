"""How long something takes, as a spread read by its quantile: `at(u)` of a uniform u. Pure.

Read so, the same u stays the same caller when the spread itself is changed: a what-if on handle times meets the same people.
All lengths are seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, log1p, sqrt
from typing import Protocol, Self

from scipy.special import ndtri


class Length(Protocol):
    """A length of time that varies."""

    def at(self, u: float) -> float:
        """The length, in seconds, that a share u (0 <= u < 1) stays below."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """Always the same."""

    seconds: float = 0.0

    def at(self, u: float) -> float:  # noqa: ARG002 - the quantile of a constant
        """See `Length`."""
        return self.seconds


@dataclass(frozen=True, slots=True)
class Exponential:
    """Without memory: patience, by default."""

    mean_s: float

    def __post_init__(self) -> None:
        _positive("mean_s", self.mean_s)

    def at(self, u: float) -> float:
        """See `Length`."""
        return -self.mean_s * log1p(-u)


@dataclass(frozen=True, slots=True)
class Lognormal:
    """`log_mean` and `log_sd` are those of ln(seconds)."""

    log_mean: float
    log_sd: float

    @classmethod
    def of(cls, mean_s: float, sd_s: float) -> Self:
        """By mean and standard deviation in seconds."""
        _positive("mean_s", mean_s)
        squared = log1p((sd_s / mean_s) ** 2)
        return cls(log(mean_s) - squared / 2, sqrt(squared))

    def at(self, u: float) -> float:
        """See `Length`."""
        return exp(self.log_mean + self.log_sd * float(ndtri(min(max(u, 1e-12), 1 - 1e-12))))


@dataclass(frozen=True, slots=True)
class Samples:
    """As measured: `values` ascending, each equally likely."""

    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.values or list(self.values) != sorted(self.values) or self.values[0] < 0:
            raise ValueError("values: give one or more lengths of 0 s or more, ascending")

    def at(self, u: float) -> float:
        """See `Length`."""
        return self.values[min(int(u * len(self.values)), len(self.values) - 1)]


def _positive(name: str, value: float) -> None:
    if not value > 0:
        raise ValueError(f"{name}: is {value}; give seconds above 0")
