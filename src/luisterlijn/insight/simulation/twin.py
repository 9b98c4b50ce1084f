"""One day of a scenario, played on the real Functions of a line whose clock is driven.

The line goes by the settings of the scenario but for two things. Heartbeats are so long that nobody's is ever missed: callers
and volunteers of the twin lose no connection, and half a million heartbeats a day would tell nothing. And tombstones need
not last: the server is emptied after the day. All else that takes time (offers, wrap-up, rest, steps, shifts) is swept when
it is due, not at the next look as a node does it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

from luisterlijn import clock
from luisterlijn.insight.simulation.agenda import Agenda
from luisterlijn.insight.simulation.callers import Callers
from luisterlijn.insight.simulation.listeners import Listeners
from luisterlijn.insight.simulation.measured import Day, measured
from luisterlijn.insight.simulation.scenario import Scenario
from luisterlijn.live.driven import DrivenLine, Happened
from luisterlijn.live.line import policy
from luisterlijn.settings import Timing

UNHEARD = timedelta(days=5)
LINE = "twin"
"""The line's id on the simulation's own server."""


class StoppedError(Exception):
    """Asked to stop in mid-day: the day is given up."""


def quiet(timing: Timing) -> Timing:
    """The settings of the twin: no heartbeat is missed."""
    return timing.model_copy(update={"heartbeat": UNHEARD, "caller_grace": UNHEARD, "volunteer_grace": UNHEARD})


class Twin:
    """One day on its line, to be played once: `facts` yields what happens, in the engine's order; `day` measures that.

    Args:
        line: on a server of its own, which is emptied.
        stop: set from elsewhere, to give the day up.
    """

    def __init__(
        self, line: DrivenLine, scenario: Scenario, seed: int, day: int, stop: threading.Event | None = None
    ) -> None:
        self._line, self._scenario, self._stop = line, scenario, stop
        self._number = day
        self._agenda = Agenda(clock.to_ms(scenario.starts_at))
        self._listeners = Listeners(scenario, self._agenda, seed, day)
        self._callers = Callers(scenario, self._agenda, seed, day)

    def facts(self) -> Iterator[Happened]:
        """Play the day to its end.

        Raises:
            StoppedError: told to stop.
            EngineAwayError, EngineError: as `DrivenLine`.
        """
        scenario, agenda = self._scenario, self._agenda
        self._line.open(agenda.now_ms, policy(quiet(scenario.timing), scenario.limits, scenario.rota))
        moment = self._line.at(agenda.now_ms, self._listeners.rota())
        yield from moment.facts
        while (at_ms := agenda.next_ms()) is not None:
            if self._stop is not None and self._stop.is_set():
                raise StoppedError
            due_ms = moment.next_ms
            if due_ms is not None and due_ms <= at_ms:
                agenda.now_ms = due_ms
                moment = self._line.at(due_ms)
            else:
                agenda.now_ms = at_ms
                if not (calls := agenda.pop()()):
                    continue
                moment = self._line.at(at_ms, *calls)
            for fact in moment.facts:
                self._listeners.hear(fact)
                self._callers.hear(fact)
            yield from moment.facts

    def day(self) -> Day:
        """Play the day and measure it; raises as `facts`."""
        facts = list(self.facts())
        return measured(self._scenario, self._number, facts, breaks_missed=self._listeners.breaks_missed)
