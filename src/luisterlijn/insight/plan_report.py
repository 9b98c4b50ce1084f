"""Plans told at a command line: in words by local time, as JSON, or as CSV. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo

from luisterlijn.insight.backtest import Backtest
from luisterlijn.insight.plan import Plan, Reals
from luisterlijn.insight.series import QUARTER
from luisterlijn.volunteer import csv_file

FORECAST = ("mean", "low", "high")
REQUIRED = ("load", "required", "binds", "to_plan", "planned", "expected", "holds", "share", "leave", "wait_p90_s")
HOUR_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Told:
    """Channels' plans, None where there is no history; `what`: the columns that are told."""

    line: str
    zone: ZoneInfo
    what: Sequence[str]
    plans: dict[str, Plan | None]

    def as_json(self) -> str:
        """One document; a list a column, quarter by quarter from `starts_at` on, in UTC."""
        channels = {name: None if plan is None else self._columns(plan) for name, plan in self.plans.items()}
        return json.dumps({"line": self.line, "quarter_s": 900, "channels": channels}, indent=2)

    def as_csv(self) -> str:
        """A row a quarter of each channel."""
        return csv_file.write(("channel", "starts_at", "local", *self.what), self._rows()).decode("utf-8-sig").rstrip()

    def as_words(self) -> str:
        """By the hour, each at its busiest quarter."""
        return "\n".join(self._lines())

    def _columns(self, plan: Plan) -> dict[str, Any]:
        known = columns(plan)
        return {"starts_at": f"{plan.starts_at:%Y-%m-%dT%H:%M:%SZ}"} | {name: known[name] for name in self.what}

    def _rows(self) -> Iterator[Sequence[str]]:
        for channel, plan in self.plans.items():
            if plan is not None:
                known = columns(plan)
                for number, row in enumerate(zip(*(known[name] for name in self.what), strict=True)):
                    at = plan.starts_at + number * QUARTER
                    yield channel, f"{at:%Y-%m-%dT%H:%MZ}", f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}", *map(str, row)

    def _lines(self) -> Iterator[str]:
        for channel, plan in self.plans.items():
            if plan is None:
                yield f"{channel}: no history yet; import past counts, or wait for a week of the line's own."
                continue
            yield f"{channel} of line {self.line}, each hour at its busiest quarter ({self.zone.key})"
            yield from self._hours(plan)

    def _hours(self, plan: Plan) -> Iterator[str]:
        known = columns(plan)
        key = known["required"] if "required" in self.what else known["mean"]
        local = [(plan.starts_at + number * QUARTER).astimezone(self.zone) for number in range(len(key))]
        names = [name for name in self.what if name != "binds"]
        yield " " * 20 + "".join(f"{name:>11}" for name in names)
        for hour, numbers in groupby(range(len(key)), key=lambda number: f"{local[number]:%a %d %b %H:00 %z}"):
            busiest = max(numbers, key=lambda number: key[number])
            yield f"{hour:20}" + "".join(f"{known[name][busiest]:>11}" for name in names)


def columns(plan: Plan) -> dict[str, Any]:
    """Everything a plan says, a list a column, rounded as it is told."""
    outcome = plan.outcome
    return {
        "mean": plan.mean.round(3).tolist(),
        "low": plan.low.tolist(),
        "high": plan.high.tolist(),
        "load": plan.need.load.round(3).tolist(),
        "required": plan.need.people.tolist(),
        "binds": [str(one) for one in plan.need.binds],
        "to_plan": plan.to_plan.tolist(),
        "planned": plan.planned.tolist(),
        "expected": plan.expected.round(2).tolist(),
        "holds": plan.holds.round(4).tolist(),
        "share": outcome.share.round(4).tolist(),
        "leave": outcome.leave.round(4).tolist(),
        "wait_p50_s": _finite(outcome.wait_p50_s.round(1)),
        "wait_p90_s": _finite(outcome.wait_p90_s.round(1)),
        "occupancy": outcome.occupancy.round(4).tolist(),
    }


def _finite(values: Reals) -> list[float | None]:
    return [one if isfinite(one) else None for one in values.tolist()]


def backtest_words(found: Sequence[Backtest]) -> str:
    """How good forecasts were, for people."""
    lines = []
    for one in found:
        if one.wape is None:
            lines.append(f"{one.channel}: the history is too short to tell: it takes ten weeks.")
            continue
        lines += [
            f"{one.channel}: {one.origins} forecasts of {one.days} days, {one.attempts} attempts",
            *_errors(one),
        ]
    return "\n".join(lines)


def _errors(one: Backtest) -> Iterator[str]:
    for name, error, floor in (("quarters", one.wape, one.floor), ("hours", one.wape_hours, one.floor_hours)):
        if error is not None and floor is not None:
            yield f"  off by {error:.1%} by {name} (WAPE); chance alone makes {floor:.1%} of it"
    if one.bias is not None:
        yield f"  {abs(one.bias):.1%} too {'much' if one.bias > 0 else 'little'} in all"
    if one.coverage is not None:
        yield f"  {one.coverage:.1%} of quarters inside the band meant for four of five"


def backtest_json(line: str, found: Sequence[Backtest]) -> str:
    """The same for programs."""
    return json.dumps({"line": line, "channels": [asdict(one) for one in found]}, indent=2)


def backtest_csv(found: Sequence[Backtest]) -> str:
    """The same as a table."""
    rows = [["" if value is None else str(value) for value in asdict(one).values()] for one in found]
    names = list(asdict(found[0])) if found else []
    return csv_file.write(names, rows).decode("utf-8-sig").rstrip()
