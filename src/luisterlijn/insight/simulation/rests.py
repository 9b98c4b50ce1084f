"""Whether anybody was offered a contact who rested, told from the facts and not by the engine's own rule. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from luisterlijn.live.driven import Happened
from luisterlijn.settings import Limits, Timing


def rest_missed(facts: Sequence[Happened], timing: Timing, limits: Limits) -> int:
    """Offers made before the rest was over that the volunteer's last wrap-ups bring.

    After each the rest, the longer one if the talk was heavy; and with as many heavy talks as the budget allows within the
    window, none before the oldest of these has left it.
    """
    rests_until: dict[str, int] = defaultdict(int)
    heavies: dict[str, list[int]] = defaultdict(list)
    missed = 0
    for fact in facts:
        if fact.kind == "offer.made":
            missed += fact.at_ms < rests_until[fact.fields["volunteer"]]
        elif fact.kind == "wrapup.done":
            volunteer, heavy = fact.fields["volunteer"], fact.fields["heavy"] == "1"
            until = fact.at_ms + _ms(timing.rest_heavy if heavy else timing.rest)
            if heavy:
                heavies[volunteer].append(fact.at_ms)
                most = heavies[volunteer][-limits.heavy_budget :]
                if len(most) == limits.heavy_budget:
                    until = max(until, most[0] + _ms(timing.heavy_window))
            rests_until[volunteer] = max(rests_until[volunteer], until)
    return missed


def _ms(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)
