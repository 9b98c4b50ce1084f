"""Rota proposals for made-up lines (loadtests/rota_case.py): 200 volunteers and 14 days of six shifts, 1,500 and 28 days.

The greedy proposal is the least of twenty runs; HiGHS goes once, from the problem to the proposal, and says how far from the
best there can be it stays. In the first case there are shortages that nobody can take away, and nights few people choose.
Budgets: greedy <= 100 ms; proven the best <= 5 s; the large one <= 60 s, and its gap to the bound <= 1% of its cost.
"""

from __future__ import annotations

import time
from math import inf

from loadtests.result import Result, judged
from loadtests.rota_case import problem
from luisterlijn.insight.roster import Problem, Proposal, greedy, improved

SMALL, LARGE = (200, 14, 5.0), (1500, 28, 30.0)
RUNS, SMALL_S, LARGE_S = 20, 30.0, 40.0
MOST_MS, MOST_PROVEN_S, MOST_LARGE_S, MOST_GAP = "<= 100", "<= 5", "<= 60", "<= 1"


def greedy_ms(small: Problem) -> float:
    """The least of the runs."""
    spans = []
    for _ in range(RUNS):
        started = time.perf_counter()
        greedy(small)
        spans.append(time.perf_counter() - started)
    return min(spans) * 1000


def timed(given: Problem, seconds: float) -> tuple[Proposal, float]:
    """What HiGHS makes of it, and how long that took in all."""
    started = time.perf_counter()
    proposal = improved(given, seconds)
    return proposal, time.perf_counter() - started


def gap(proposal: Proposal) -> float:
    """Per cent of its cost that may be above the best."""
    return inf if proposal.bound is None else 100 * (proposal.cost - proposal.bound) / max(proposal.cost, 1e-9)


def told(name: str, proposal: Proposal) -> None:
    """What kind of proposal it is."""
    bound = "unknown" if proposal.bound is None else f"{proposal.bound:.2f}"
    counts = f"{len(proposal.assignments)} assignments, {len(proposal.gaps)} gaps"
    print(f"{name}: {counts}, cost {proposal.cost:.2f} h, bound {bound} h")


async def run() -> list[Result]:
    """Both sizes."""
    small, large = problem(*SMALL), problem(*LARGE)
    first, best = greedy(small), timed(small, SMALL_S)
    wide = timed(large, LARGE_S)
    for name, proposal in (("greedy", first), ("proven", best[0]), ("large", wide[0])):
        told(name, proposal)
    return [
        judged("roster_greedy", greedy_ms(small), "ms", None, MOST_MS),
        judged("roster_proven", best[1] if best[0].proven else inf, "s", None, MOST_PROVEN_S),
        judged("roster_large", wide[1], "s", None, MOST_LARGE_S),
        judged("roster_large_gap", gap(wide[0]), "%", None, MOST_GAP),
    ]
