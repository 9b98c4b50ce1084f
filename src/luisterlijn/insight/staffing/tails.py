"""The tails of the Poisson and gamma distributions, as ratios that neither underflow nor cancel. Pure.

Erlang's formulas are ratios of P(x, y) and Q(x, y), the regularised incomplete gamma functions, to the Poisson probability
y^x e^-y / Gamma(x + 1). Each alone may be 1e-4000; the ratio is moderate on one side: of P where y <= x, of Q where y >= x.
Up to x = 10,000 SciPy's functions give it, or where they underflow a short series; above, Temme's uniform expansion (DLMF
8.12) with erfcx, to a relative 1e-11.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats: TypeAlias = NDArray[np.float64]

LARGE = 1e4
"""From here on by Temme's expansion."""
_LEAST = 1e-290
_TERMS = 400
_C0 = (-1 / 3, 1 / 12, -2 / 135, 1 / 864, 1 / 2835, -139 / 777600)
_C1 = (-1 / 540, -1 / 288, 1 / 378, -77 / 77760, 1 / 4860)
_FLAT = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Tail:
    """Of x and y = x * ratio, elementwise.

    `mass`: y^x e^-y / Gamma(x + 1), 0 where it underflows. `near`: P(x, y) / mass where ratio <= 1, else Q(x, y) / mass.
    """

    below: NDArray[np.bool_]
    mass: Floats
    near: Floats

    def lower(self) -> Floats:
        """P(x, y)."""
        part = self.mass * self.near
        return np.where(self.below, part, 1 - part)


def tail(x: Floats, ratio: Floats) -> Tail:
    """The tails at x > 0 and y = x * ratio >= 0; both arrays have the same shape."""
    below = ratio <= 1
    large = x >= LARGE
    if not large.any():
        return Tail(below, *_exact(x, ratio, below))
    mass, near = np.empty_like(x), np.empty_like(x)
    for chosen, found in ((large, _temme), (~large, _exact)):
        mass[chosen], near[chosen] = found(x[chosen], ratio[chosen], below[chosen])
    return Tail(below, mass, near)


def _exact(x: Floats, ratio: Floats, below: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    y = x * ratio
    with np.errstate(under="ignore"):
        mass = np.exp(special.xlogy(x, y) - y - special.gammaln(x + 1))
        near = np.empty_like(x)
        above = ~below
        near[below] = special.gammainc(x[below], y[below])
        near[above] = special.gammaincc(x[above], y[above])
        gone = mass < _LEAST
        near /= np.where(gone, 1.0, mass)
        for chosen, found in ((gone & below, _rising), (gone & above, _falling)):
            if chosen.any():
                near[chosen] = found(x[chosen], y[chosen])
    return mass, near


def _rising(x: Floats, y: Floats) -> Floats:
    """P / mass = sum over k of y^k / ((x + 1)..(x + k)); of use where y is far below x."""
    total, term = np.ones_like(x), np.ones_like(x)
    for k in range(1, _TERMS):
        term = term * (y / (x + k))
        total += term
        if not (term > total * 1e-17).any():
            break
    return total


def _falling(x: Floats, y: Floats) -> Floats:
    """Q / mass = x / y * sum over k of (x - 1)..(x - k) / y^k; of use where y is far above x, and large."""
    total, term = np.ones_like(x), np.ones_like(x)
    for k in range(1, _TERMS):
        term = term * ((x - k) / y)
        total += term
        if not (np.abs(term) > total * 1e-17).any():
            break
    return x / y * total


def _temme(x: Floats, ratio: Floats, _below: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    over = ratio - 1
    with np.errstate(divide="ignore", invalid="ignore", under="ignore", over="ignore"):
        half = np.where(
            np.abs(over) < 1e-3,  # noqa: PLR2004 - where the series is the more exact one
            over**2 * (1 / 2 + over * (-1 / 3 + over * (1 / 4 + over * (-1 / 5 + over / 6)))),
            over - np.log1p(over),
        )
        side = np.sign(over) * np.sqrt(2 * half)
        small = np.abs(side) < _FLAT
        c0 = np.where(small, np.polynomial.polynomial.polyval(side, _C0), 1 / over - 1 / side)
        far = 1 / side**3 - 1 / over**3 - 1 / over**2 - 1 / (12 * over)
        c1 = np.where(small, np.polynomial.polynomial.polyval(side, _C1), far)
        scale = np.exp(1 / (12 * x) - 1 / (360 * x) / x / x)
        root = np.sqrt(2 * np.pi * x)
        rest = np.where(over > 0, 1.0, -1.0) * (c0 + c1 / x)
        near = scale * (root / 2 * special.erfcx(np.sqrt(x * half)) + rest)
        mass = np.exp(-x * half) / (root * scale)
    return mass, near
