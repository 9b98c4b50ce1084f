"""A digital twin of the line: a day of callers and volunteers, invented or as planned, played on the real Functions.

    scenario + dice -> what happens next -> Valkey Functions, clock driven -> facts -> what happens next ... -> measured

`Scenario` is all that goes in, `simulate` repeats its day with ever new dice, `summary` says what the days come to, and
`compared` which of two rotas is better. Nothing of a served line is touched: the server is its own and does not stay.
"""

from __future__ import annotations

from luisterlijn.insight.simulation.measured import Attempt, Day, Figures
from luisterlijn.insight.simulation.repeated import repeated, simulate
from luisterlijn.insight.simulation.scenario import Behaviour, Demand, Habits, Listener, Scenario, Stint
from luisterlijn.insight.simulation.summary import Interval, Summary, compared, summary

__all__ = [
    "Attempt",
    "Behaviour",
    "Day",
    "Demand",
    "Figures",
    "Habits",
    "Interval",
    "Listener",
    "Scenario",
    "Stint",
    "Summary",
    "compared",
    "repeated",
    "simulate",
    "summary",
]
