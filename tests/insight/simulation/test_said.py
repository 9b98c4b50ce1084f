"""The result in words and for programs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

from luisterlijn.insight.simulation.said import Result
from luisterlijn.insight.simulation.scenario import Scenario
from luisterlijn.insight.simulation.summary import row
from tests.insight.simulation.small import people, steady
from tests.insight.simulation.test_summary import day

SCENARIO: Scenario = replace(steady(10, people(3), hours=2), starts_at=datetime(2026, 12, 5, 7, tzinfo=UTC))
DAYS = [day(0, level=0.5), day(1, level=0.7), day(2, level=0.6)]
RESULT = Result.of(SCENARIO, 4, 5, DAYS)


def test_json_has_what_was_asked_the_figures_and_the_days() -> None:
    said = json.loads(json.dumps(RESULT.as_json()))
    assert (said["seed"], said["asked"], said["days"], said["people"]) == (4, 5, 3, 3)
    assert said["hours"] == ["2026-12-05T07:00:00+00:00", "2026-12-05T08:00:00+00:00"]
    assert round(said["figures"]["service_level"]["mean"], 9) == 0.6
    assert said["by_hour"][1] is None
    assert said["rows"] == [row(one) for one in DAYS]
    assert "difference" not in said


def test_json_beside_another_has_the_difference_of_the_days_both_have() -> None:
    before = [row(day(number, level=0.4)) for number in range(5)]
    said = RESULT.as_json(before)
    assert round(said["difference"]["figures"]["service_level"]["mean"], 9) == 0.2


def test_words_say_the_day_the_figures_and_the_hours() -> None:
    said = RESULT.as_words().splitlines()
    assert said[0] == "Saturday 5 December 2026, 3 of 5 days simulated, 3 people on the rota."
    assert "service level                          60.0%  (35.2% to 84.8%)" in said
    assert said[-2:] == ["  08:00  60.0%  (35.2% to 84.8%)", "  09:00  nothing to count"]


def test_words_beside_another_say_what_is_clear() -> None:
    said = RESULT.as_words([row(replace(one, occupancy=0.4 - 0.05 * one.number)) for one in DAYS])
    assert "occupancy                              +15.0%  (+2.6% to +27.4%)" in said.splitlines()
    assert "service level                          +0.0%  (+0.0% to +0.0%)  (no clear difference)" in said


def test_words_of_one_day_claim_no_certainty() -> None:
    said = Result.of(SCENARIO, 4, 1, DAYS[:1]).as_words()
    assert "One day only" in said
    assert "service level                          50.0%\n" in said


def test_nothing_finished_is_said() -> None:
    empty = Result.of(SCENARIO, 4, 5, [])
    assert empty.as_words() == "No day was finished."
    assert (empty.as_json()["days"], "figures" in empty.as_json()) == (0, False)
