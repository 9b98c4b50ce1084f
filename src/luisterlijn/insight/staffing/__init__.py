"""How many people each interval needs so that a channel keeps its promise, and what callers may expect of those planned. Pure.

Expected contacts become load (`load`), a load and people become a queue (`erlang`, `chats`, both on `queue`), and the fewest
people are searched whose queue keeps the goal (`need`); `expected` turns that round, and `plan` adds those who will not come.
Spans are seconds, shares lie between 0 and 1, all arrays have one entry for each of consecutive intervals.
"""

from luisterlijn.insight.staffing.expected import Outcome, outcome
from luisterlijn.insight.staffing.goal import Goal, Work
from luisterlijn.insight.staffing.need import Need, required
from luisterlijn.insight.staffing.plan import to_plan

__all__ = ["Goal", "Need", "Outcome", "Work", "outcome", "required", "to_plan"]
