"""`make bench`: every scenario, or those named; prints the figures and writes build/bench.json. Exit 1 on a missed budget."""

from __future__ import annotations

import sys
from pathlib import Path

import uvloop

from loadtests import (
    caller_page,
    coverage,
    erlang_year,
    forecast,
    life_cost_growth,
    lives_per_second,
    offer_latency,
    roster,
    simulated_day,
    wait_estimate,
    waiting_room,
    year_of_rota,
)
from loadtests.result import Result, shown, write
from luisterlijn.app import allow_open_files

SCENARIOS = {
    "lives_per_second": lives_per_second.run,
    "life_cost_growth": life_cost_growth.run,
    "offer_latency": offer_latency.run,
    "waiting_room": waiting_room.run,
    "caller_page": caller_page.run,
    "coverage": coverage.run,
    "forecast": forecast.run,
    "year_of_rota": year_of_rota.run,
    "roster": roster.run,
    "simulated_day": simulated_day.run,
    "wait_estimate": wait_estimate.run,
    "erlang_year": erlang_year.run,
}

SOCKETS = {"offer_latency": 3000, "waiting_room": 10_500}
"""Files each of both processes has open at most, where it is many."""


def main(names: list[str]) -> int:
    """Run the scenarios named, all by default."""
    wrong = [name for name in names if name not in SCENARIOS]
    if wrong:
        print(f"no such scenario: {', '.join(wrong)}; there are {', '.join(SCENARIOS)}")
        return 2
    names = names or list(SCENARIOS)
    allowed = allow_open_files()
    for name in names:
        if allowed < SOCKETS.get(name, 0):
            print(
                f"{name} opens {SOCKETS[name]} sockets, and only {allowed} files may be open here: raise `ulimit -Hn`"
            )
            return 2
    results: list[Result] = []
    for name in names:
        for result in uvloop.run(SCENARIOS[name]()):
            results.append(result)
            print(shown(result), flush=True)
    write(results, Path("build/bench.json"))
    return 0 if all(one.ok for one in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
