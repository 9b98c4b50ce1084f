"""`luisterlijn simulate`: what it prints, what it refuses, and Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from luisterlijn import cli
from luisterlijn.insight import logs
from tests.test_cli import luisterlijn

DAY = ("simulate", "--example", "--days", "1", "--date", "2026-12-05")


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with what one day came to."""
    path = tmp_path_factory.mktemp("simulated") / "result.json"
    path.write_text(luisterlijn(*DAY, "--json").stdout)
    return path


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Runs the command with these options; what it says before it ends with 2."""

    def run(*options: str) -> str:
        monkeypatch.setattr(sys, "argv", ["luisterlijn", *DAY, *options])
        monkeypatch.setattr(logs, "configure", lambda **_: None)  # it would outlive what is captured here
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert (ended.value.code, said.out) == (2, "")
        return said.err

    return run


def test_simulate_prints_json_and_nothing_else(result: Path) -> None:
    said = json.loads(result.read_text())
    assert (said["starts_at"], said["seed"], said["days"]) == ("2026-12-04T23:00:00+00:00", 1, 1)
    assert said["figures"]["attempts"]["mean"] > 1000
    assert said["figures"]["rest_missed"]["mean"] == 0
    assert said["channels"].keys() == {"phone", "chat"}
    assert len(said["by_hour"]) == len(said["hours"]) == 24


def test_simulate_beside_an_earlier_result_pairs_the_days(result: Path) -> None:
    done = luisterlijn(*DAY, "--show-rate", "0.6", "--against", str(result))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Saturday 5 December 2026, 1 of 1 days simulated")
    beside = done.stdout.split("Beside the other")[1]
    assert "answered, of the attempts              -" in beside


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--days", "0"), "--days: is 0; give 1 to 10000"),
        (("--seed", "-1"), "--seed: is -1; give a whole number from 0 on"),
        (("--date", "monday"), "--date: 'monday' is no day; write it as "),
        (("--date", "0001-01-01"), "--date: is 0001-01-01; choose a day from 2000 to 2099"),
        (("--date", "9999-12-31"), "--date: is 9999-12-31; choose a day from 2000 to 2099"),
        (("--campaign", "0"), "--campaign: is 0; give a factor above 0 up to 20"),
        (("--campaign", "nan"), "--campaign: is nan; "),
        (("--show-rate", "1.5"), "--show-rate: is 1.5; give a share above 0 up to 1"),
        (("--against", "/none.json"), "--against: /none.json cannot be read: No such file or directory"),
        (("--against", __file__), "is no result of `luisterlijn simulate --json`"),
    ],
)
def test_simulate_names_a_bad_option_in_one_line(
    refused: Callable[..., str], options: tuple[str, ...], said: str
) -> None:
    told = refused(*options)
    assert told.startswith("luisterlijn: ")
    assert (told.count("\n"), said in told) == (1, True), told


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--seed", "2"), "has another seed"),
        (("--campaign", "1.5"), "has another campaign"),
        (("--date", "2026-12-06"), "has another starts_at"),
        (("--days", "2"), "has only 1 days; give --days 1"),
    ],
)
def test_simulate_compares_with_the_same_callers_only(
    refused: Callable[..., str], result: Path, options: tuple[str, ...], said: str
) -> None:
    assert said in refused(*options, "--against", str(result))


def interrupted(folder: Path, *options: str) -> tuple[int, str, str]:
    """Start many days on a terminal, press Ctrl-C once the bar shows that one is done: exit code, what was printed, the bar."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "luisterlijn", "simulate", "--example", "--days", "400", *options]
    environment = os.environ | {"TMPDIR": str(folder), "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=theirs, text=True) as process:
        os.close(theirs)
        seen = ""
        while "1/400" not in seen:
            seen += os.read(ours, 4096).decode(errors="replace")
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        said = process.stdout.read()
    os.close(ours)
    return process.returncode, said, seen


def test_ctrl_c_prints_the_days_that_are_done_and_leaves_nothing(tmp_path: Path) -> None:
    code, said, seen = interrupted(tmp_path, "--json")
    result: dict[str, Any] = json.loads(said)
    assert (code, result["asked"], 1 <= result["days"] < 400) == (130, 400, True)
    assert len(result["rows"]) == result["days"]
    assert "simulated days" in seen
    assert list(tmp_path.glob("luisterlijn-twin-*")) == []
