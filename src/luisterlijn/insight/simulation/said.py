"""A simulation's result for programs and for people. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from luisterlijn.insight.simulation.measured import Day
from luisterlijn.insight.simulation.scenario import Scenario
from luisterlijn.insight.simulation.summary import Interval, Row, Summary, compared, row, summary

HOUR = timedelta(hours=1)
SHARE, SPAN, COUNT = "share", "span", "count"
NAMES: Mapping[str, tuple[str, str]] = {
    "attempts": ("attempts to reach the line", COUNT),
    "answered_share": ("answered, of the attempts", SHARE),
    "helped_share": ("answered in the end, of the callers", SHARE),
    "abandoned_share": ("gave up, of the attempts", SHARE),
    "refused": ("refused (closed, full)", COUNT),
    "service_level": ("service level", SHARE),
    "wait_p50_s": ("half of those answered waited up to", SPAN),
    "wait_p90_s": ("nine of ten waited up to", SPAN),
    "wait_longest_s": ("the longest wait", SPAN),
    "occupancy": ("occupancy", SHARE),
    "uncovered_minutes": ("minutes nobody was there", COUNT),
    "rest_missed": ("offers in somebody's rest", COUNT),
    "breaks_missed": ("breaks that did not happen", COUNT),
}


@dataclass(frozen=True)
class Result:
    """What a simulation came to: of `asked` days those that were finished, in `rows`."""

    scenario: Scenario
    seed: int
    asked: int
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, scenario: Scenario, seed: int, asked: int, days: Sequence[Day]) -> Self:
        """Of the days that were finished."""
        return cls(scenario, seed, asked, tuple(row(day) for day in days))

    def as_json(self, before: Sequence[Row] | None = None) -> dict[str, Any]:
        """Such as JSON holds. `rows` are the days, for a later comparison; `difference` is this less `before`, if given."""
        scenario = self.scenario
        said: dict[str, Any] = {
            "starts_at": scenario.starts_at.isoformat(),
            "seed": self.seed,
            "asked": self.asked,
            "days": len(self.rows),
            "campaign": scenario.campaign,
            "handle": scenario.handle,
            "show_rate": scenario.habits.show_rate,
            "people": len(scenario.people),
            "within_s": scenario.target.within.total_seconds(),
            **(_plain(summary(self.rows)) if self.rows else {}),
            "hours": [one.isoformat() for one in _hours(scenario)],
            "rows": list(self.rows),
        }
        if before is not None and self.rows:
            said["difference"] = _plain(compared(before[: len(self.rows)], self.rows))
        return said

    def as_words(self, before: Sequence[Row] | None = None) -> str:
        """In sentences; with `before`, what is more or less than there."""
        scenario, count = self.scenario, len(self.rows)
        begins = scenario.starts_at.astimezone(scenario.zone)
        if not self.rows:
            return "No day was finished."
        found = summary(self.rows)
        lines = [
            f"{begins:%A %-d %B %Y}, {count} of {self.asked} days simulated, {len(scenario.people)} people on the rota.",
            "In brackets: the mean lies there, 95% certain."
            if count > 1
            else "One day only: how sure that is, nobody knows.",
            "",
            *_table(found),
            "",
            f"Service level by the hour (answered within {scenario.target.within.total_seconds():g} s):",
            *(f"  {at.astimezone(scenario.zone):%H:%M}  {_value(one, SHARE)}" for at, one in _by_hour(scenario, found)),
        ]
        if before is not None:
            lines += [
                "",
                "Beside the other, day by day with the same callers:",
                *_differences(before[:count], self.rows),
            ]
        return "\n".join(lines)


def _plain(found: Summary) -> dict[str, Any]:
    return {
        "figures": _dicts(found.figures),
        "channels": {channel: _dicts(figures) for channel, figures in found.channels.items()},
        "by_hour": [None if one is None else asdict(one) for one in found.by_hour],
    }


def _dicts(figures: Mapping[str, Interval | None]) -> dict[str, Any]:
    return {name: None if one is None else asdict(one) for name, one in figures.items()}


def _hours(scenario: Scenario) -> list[datetime]:
    return [scenario.starts_at + hour * HOUR for hour in range((scenario.quarters + 3) // 4)]


def _by_hour(scenario: Scenario, found: Summary) -> list[tuple[datetime, Interval | None]]:
    return list(zip(_hours(scenario), found.by_hour, strict=True))


def _table(found: Summary) -> list[str]:
    lines = [f"{name:38} {_value(found.figures[key], kind)}" for key, (name, kind) in NAMES.items()]
    for channel, figures in found.channels.items():
        lines += [f"{channel}:"]
        lines += [f"  {name:36} {_value(figures[key], kind)}" for key, (name, kind) in NAMES.items() if key in figures]
    return lines


def _differences(before: Sequence[Row], after: Sequence[Row]) -> list[str]:
    lines = []
    for key, one in compared(before, after).figures.items():
        if key in NAMES and one is not None:
            name, kind = NAMES[key]
            clear = one.low is not None and one.high is not None and (one.low > 0 or one.high < 0)
            lines.append(f"{name:38} {_value(one, kind, sign='+')}{'' if clear else '  (no clear difference)'}")
    return lines


def _value(one: Interval | None, kind: str, sign: str = "") -> str:
    if one is None:
        return "nothing to count"
    if one.low is None or one.high is None:
        return _number(one.mean, kind, sign)
    return f"{_number(one.mean, kind, sign)}  ({_number(one.low, kind, sign)} to {_number(one.high, kind, sign)})"


def _number(value: float, kind: str, sign: str) -> str:
    if kind == SHARE:
        return f"{100 * value:{sign}.1f}%"
    if kind == SPAN:
        return f"{value:{sign}.0f} s"
    return f"{value:{sign}.1f}"
