"""What a load test reports: a value, the reference measured beside it in the same run, and the budget of their ratio."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Result:
    """One figure. `ratio` is value / reference; `budget` reads like `>= 0.40` and judges the ratio (or, without a
    reference, the value).
    """

    name: str
    value: float
    unit: str
    reference: float | None
    ratio: float | None
    budget: str
    ok: bool


def judged(name: str, value: float, unit: str, reference: float | None, budget: str) -> Result:
    """A result held against its budget, such as `<= 1.5` or `>= 0.40`."""
    ratio = value / reference if reference else None
    sign, bound = budget.split()
    measured = value if ratio is None else ratio
    ok = measured <= float(bound) if sign == "<=" else measured >= float(bound)
    return Result(name, round(value, 3), unit, reference and round(reference, 3), ratio and round(ratio, 3), budget, ok)


def least_ms(work: Callable[[], object], runs: int) -> float:
    """The least of so many runs."""
    spans = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        spans.append(time.perf_counter() - started)
    return min(spans) * 1000


def shown(result: Result) -> str:
    """A line for people."""
    beside = "" if result.reference is None else f"  reference {result.reference:g}  ratio {result.ratio:g}"
    verdict = "ok" if result.ok else "MISSED"
    return f"{result.name:28} {result.value:12g} {result.unit:10}{beside}  budget {result.budget}  {verdict}"


def write(results: list[Result], path: Path) -> None:
    """All results as one JSON list."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(one) for one in results], indent=2) + "\n", encoding="utf-8")
