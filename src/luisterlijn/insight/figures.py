"""A line's figures on one node: all counters since the first record, today's figures, what was learned lately. Pure.

`Base` is what SQL knew at one position of the fact stream; `apply` adds each later fact once. Contacts are remembered for
two days, as long as a ticket can live: nothing that counts happens to one after that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from luisterlijn.contact import history as fold
from luisterlijn.contact.history import History
from luisterlijn.facts import ContactFact, Fact
from luisterlijn.insight.learned import Learned, Priors
from luisterlijn.insight.service_level import Target
from luisterlijn.insight.tally import Part, Tally
from luisterlijn.insight.today import Day, Today, beginning, local_day

BEGINNING = "0-0"
REMEMBERED = timedelta(days=2)


@dataclass(frozen=True)
class Base:
    """What the rows say at `position`: sums over all contacts, and the contacts that may still move."""

    position: str = BEGINNING
    counts: Counter[Part] = field(default_factory=Counter)
    recent: tuple[History, ...] = ()


class Figures:
    """The figures of one line, from a base and the facts after it.

    Args:
        zone: the line's time zone, which says when a day begins.
        target: of the service level.
        priors: of what is learned for the waits told.
    """

    def __init__(
        self, zone: ZoneInfo, target: Target, base: Base | None = None, *, priors: Priors | None = None
    ) -> None:
        base = base or Base()
        self._zone, self._target = zone, target
        self.position = base.position
        self.tally = Tally(Counter(base.counts))
        self.learned = Learned(priors or Priors(), base.recent)
        self._histories = {history.contact: history for history in base.recent}
        self._days: dict[date, Day] = {}
        for history in base.recent:
            self._day(history).add(history)

    def apply(self, facts: Iterable[Fact], reached: str) -> None:
        """Count the facts after `position`; those at or before it change nothing. `reached`: the position from now on."""
        for fact in facts:
            if fold.place(fact.id) > fold.place(self.position):
                self._count(fact)
                self.position = fact.id
        if fold.place(reached) > fold.place(self.position):
            self.position = reached

    def today(self, now: datetime) -> Today:
        """The figures of the local day of `now`."""
        date_now = now.astimezone(self._zone).date()
        day = self._days.get(date_now) or Day(self._target)
        return day.today(beginning(date_now, self._zone), now)

    def forget(self, now: datetime) -> None:
        """Let go of the contacts and days that are past moving; call it now and then."""
        oldest = now - REMEMBERED
        self._histories = {name: history for name, history in self._histories.items() if history.arrived_at >= oldest}
        self._days = {
            day: figures for day, figures in self._days.items() if day >= oldest.astimezone(self._zone).date()
        }

    def _count(self, fact: Fact) -> None:
        if not isinstance(fact, ContactFact):
            return
        before = self._histories.get(fact.contact)
        after = fold.apply(before, fact)
        if after is None:
            return
        self._histories[fact.contact] = after
        self.tally.change(before, after)
        self.learned.change(before, after, fact.at)
        if before is not None:
            self._day(before).take_off(before)
        self._day(after).add(after)

    def _day(self, history: History) -> Day:
        return self._days.setdefault(local_day(history, self._zone), Day(self._target))
