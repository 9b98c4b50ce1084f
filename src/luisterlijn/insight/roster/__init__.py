"""Rota proposals: who could take the shifts that lack people. Pure; a proposal becomes invitations, never orders.

    Problem -> Compiled (what may be, as arrays) -> Placing (who is where) -> greedy -> improved (HiGHS) -> Proposal

`greedy` always comes, in a fraction of a second. `improved` asks HiGHS for better and says how far from the best it can be.
The rules of volunteer/rules.py are the truth, hard and soft alike: a proposal breaks none of them. It is stricter in one
thing: it never fills the rest after a night with work that only a third shift between the two would make one long stretch.
"""

from __future__ import annotations

from luisterlijn.insight.roster.greedy import greedy
from luisterlijn.insight.roster.improved import improved
from luisterlijn.insight.roster.problem import Candidate, Opening, Problem, is_night, is_weekend
from luisterlijn.insight.roster.proposal import Gap, Proposal, Share, Why

__all__ = [
    "Candidate",
    "Gap",
    "Opening",
    "Problem",
    "Proposal",
    "Share",
    "Why",
    "greedy",
    "improved",
    "is_night",
    "is_weekend",
]
