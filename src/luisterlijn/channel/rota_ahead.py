"""Who is due to come and to go in the coming hours, for the waits told to callers.

It knows what the node's roster told the engine last; nothing is asked of SQL. Where shifts are not required anybody may come at
any time, and while the rota is not known nobody can say: then who is on stays on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from luisterlijn.contact.mirror import Mirror
from luisterlijn.contact.routing import volunteer_service
from luisterlijn.contact.schedule import Coming, Schedule, Turn, schedule, turns
from luisterlijn.settings import Settings
from luisterlijn.volunteer.duty import Planned
from luisterlijn.volunteer.roster import Roster


class RotaAhead:
    """One node's.

    Args:
        show_rate: gives the share of those planned who come.
    """

    def __init__(self, roster: Roster, settings: Settings, show_rate: Callable[[], float]) -> None:
        self._roster, self._line, self._rota = roster, settings.line, settings.rota
        self._show_rate = show_rate
        self._turns: dict[str, tuple[Planned, tuple[Turn, ...]]] = {}

    def schedule(self, now: datetime, mirror: Mirror, fit: timedelta) -> Schedule | None:
        """Who comes and goes from now on; None while that is not known.

        Args:
            fit: so long before the end of a shift nothing new is offered.
        """
        if self._rota.shifts == "free" or now >= self._roster.known_until:
            return None
        self._turns = {name: (one, self._of(name, one)) for name, one in self._roster.planned.items()}
        rota = {name: mine for name, (_, mine) in self._turns.items()}
        return schedule(now, mirror.volunteers(), rota, Coming(self._show_rate(), self._rota.early, fit))

    def _of(self, name: str, one: Planned) -> tuple[Turn, ...]:
        before = self._turns.get(name)
        if before is not None and before[0] == one:
            return before[1]
        topics = one.topics or tuple(topic.id for topic in self._line.topics)
        service = volunteer_service(one.channels, one.languages or self._line.languages, topics, one.region)
        return turns(one.duty, service.lanes)
