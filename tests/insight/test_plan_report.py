"""Plans and backtests as words, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np

from luisterlijn.insight.backtest import Backtest
from luisterlijn.insight.forecast import Forecast
from luisterlijn.insight.plan import Ground, Plan, plan
from luisterlijn.insight.plan_report import REQUIRED, Told, backtest_csv, backtest_json, backtest_words
from luisterlijn.insight.staffing import Goal, Work

ZONE = ZoneInfo("Europe/Amsterdam")
BEGIN = datetime(2026, 6, 1, 22, tzinfo=UTC)  # midnight in Amsterdam
DONE = Backtest("chat", 6, 14, 900, wape=0.25, floor=0.2, wape_hours=0.15, floor_hours=0.1, bias=-0.02, coverage=0.84)


def made(people: int = 0) -> Plan:
    mean = np.array([1.0, 2.0, 4.0, 2.0, 1.0, 1.0, 1.0, 1.0])
    forecast = Forecast("chat", BEGIN, mean, np.full(8, np.inf), 8.0)
    ground = Ground(forecast, Work(1200, float("inf")), Goal(0.8, 60, None), 1.0, np.ones(8, bool))
    return plan(ground, np.full(8, people), 0.9, 0.8)


def told(what: tuple[str, ...], **plans: Plan | None) -> Told:
    return Told("demo", ZONE, what, dict(plans))


def test_words_show_each_hour_at_its_busiest_quarter() -> None:
    lines = told(("mean", "low", "high"), chat=made(), phone=None).as_words().splitlines()
    assert lines[0] == "chat of line demo, each hour at its busiest quarter (Europe/Amsterdam)"
    assert [line.split()[:4] for line in lines[2:4]] == [["Tue", "02", "Jun", "00:00"], ["Tue", "02", "Jun", "01:00"]]
    assert [line.split()[5] for line in lines[2:4]] == ["4.0", "1.0"]
    assert lines[4].startswith("phone: no history yet")


def test_json_holds_a_list_a_column_and_null_for_a_wait_without_end() -> None:
    found = json.loads(told(REQUIRED, chat=made(), phone=None).as_json())
    chat = found["channels"]["chat"]
    assert (found["quarter_s"], found["channels"]["phone"], chat["starts_at"]) == (900, None, "2026-06-01T22:00:00Z")
    assert list(chat) == ["starts_at", *REQUIRED]
    assert (chat["planned"], chat["wait_p90_s"]) == ([0] * 8, [None] * 8)


def test_csv_has_a_row_a_quarter_by_both_clocks() -> None:
    rows = list(csv.reader(io.StringIO(told(("mean", "required"), chat=made(), phone=None).as_csv())))
    assert rows[0] == ["channel", "starts_at", "local", "mean", "required"]
    assert (len(rows), rows[1][:4]) == (9, ["chat", "2026-06-01T22:00Z", "2026-06-02 00:00", "1.0"])


def test_backtest_in_words_stands_beside_chance() -> None:
    words = backtest_words([DONE, Backtest("phone", 0, 14, 0)]).splitlines()
    assert words == [
        "chat: 6 forecasts of 14 days, 900 attempts",
        "  off by 25.0% by quarters (WAPE); chance alone makes 20.0% of it",
        "  off by 15.0% by hours (WAPE); chance alone makes 10.0% of it",
        "  2.0% too little in all",
        "  84.0% of quarters inside the band meant for four of five",
        "phone: the history is too short to tell: it takes ten weeks.",
    ]


def test_backtest_for_programs_holds_the_same() -> None:
    assert json.loads(backtest_json("demo", [DONE]))["channels"][0]["wape_hours"] == 0.15
    rows = list(csv.DictReader(io.StringIO(backtest_csv([DONE]))))
    assert [(row["channel"], row["origins"], row["expected_coverage"]) for row in rows] == [("chat", "6", "")]
