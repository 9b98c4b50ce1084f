"""What a channel promises its callers, and what a contact of it costs: the two things staffing is told. Pure.

Both refuse what nobody could mean, when they are made: a ValueError that begins with the field and ends with the remedy.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Literal

MOST_CHATS = 4


@dataclass(frozen=True, slots=True)
class Goal:
    """`share` of the callers is answered within `within_s` seconds, and at most the share `leave` leaves.

    Either may be None, not both; where both are given, both must hold. Shares lie between 0 and 1, both excluded.

    `judged` says what `share` counts. `offered`: of all who call, those answered within `within_s`. `waits`: of all who call,
    those whose wait was no longer, whether it ended with an answer or because they left: P(W <= t). `waits` is the milder
    one, by a volunteer or more, and where callers leave soon it asks for next to nothing.
    """

    share: float | None
    within_s: float
    leave: float | None
    judged: Literal["offered", "waits"] = "offered"

    def __post_init__(self) -> None:
        """Refuse a goal that nobody can meet, or that says nothing."""
        if self.share is None and self.leave is None:
            raise ValueError("share: neither share nor leave is given; give one, or both")
        if self.share is not None and not 0 < self.share < 1:
            raise ValueError(f"share: {self.share} cannot be promised; give a share above 0 and below 1")
        if self.leave is not None and not 0 < self.leave < 1:
            raise ValueError(f"leave: {self.leave} cannot be promised; give a share above 0 and below 1, or none")
        if not 0 <= self.within_s < math.inf:
            raise ValueError(f"within_s: {self.within_s} is no wait; give seconds from 0 on")
        if self.judged not in ("offered", "waits"):
            raise ValueError(f"judged: {self.judged!r} is no way to judge; give offered or waits")


@dataclass(frozen=True, slots=True)
class Work:
    """What one contact costs, and how callers behave.

    Attributes:
        handle_s: the mean of everything that keeps a volunteer from the next contact: conversation, wrap-up and rest.
        patience_s: after how long a caller who is not answered leaves, in the mean; inf where nobody leaves.
        redial: the share of those who leave that call again, soon.
        chats: contacts a volunteer has at once, 1 to 4.
        slower: for more than one: how long a contact takes while the volunteer has k of them, as a factor of `handle_s`,
            for k = 1..chats.
    """

    handle_s: float
    patience_s: float
    redial: float = 0.0
    chats: int = 1
    slower: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Refuse numbers that no line has."""
        if not 0 < self.handle_s < math.inf:
            raise ValueError(f"handle_s: {self.handle_s} is no handle time; give seconds above 0")
        if not self.patience_s > 0:
            raise ValueError(f"patience_s: {self.patience_s} is no patience; give seconds above 0, or inf")
        if not 0 <= self.redial < 1:
            raise ValueError(f"redial: {self.redial} is no share who call again; give 0 or more, below 1")
        if self.chats not in range(1, MOST_CHATS + 1):
            raise ValueError(f"chats: {self.chats} at once cannot be reckoned; give 1 to {MOST_CHATS}")
        if len(self.slower) != self.chats and (self.slower or self.chats > 1):
            raise ValueError(f"slower: {len(self.slower)} factors for {self.chats} at once; give one for each")
        self._check_speeds()

    def _check_speeds(self) -> None:
        """A further chat must add something, and no more than the one before: else more people would do less."""
        if not all(0 < factor < math.inf for factor in self.slower):
            raise ValueError(f"slower: {self.slower} holds no factors; give numbers above 0")
        added = [after - before for before, after in itertools.pairwise((0.0, *self.speeds))]
        if any(gain < -_ROUNDING for gain in added):
            raise ValueError(
                f"slower: {self.slower} ends less with more chats at once; lower chats or the last factors"
            )
        if any(later > earlier + _ROUNDING for earlier, later in itertools.pairwise(added)):
            raise ValueError(
                f"slower: with {self.slower} a further chat adds more than the one before; raise the last factors"
            )

    @property
    def speeds(self) -> tuple[float, ...]:
        """Contacts a volunteer ends in the span of `handle_s` while having k = 1..chats at once."""
        return tuple(number / factor for number, factor in enumerate(self.slower or (1.0,), start=1))


_ROUNDING = 1e-9
