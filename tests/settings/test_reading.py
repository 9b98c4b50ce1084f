"""The file, the environment, and which wins."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from luisterlijn.errors import SettingsError
from luisterlijn.settings import load


def test_load_of_nothing_makes_sense() -> None:
    settings = load(environment={})
    assert (settings.port, settings.internal_port, settings.line.id) == (8080, 8081, "demo")


def test_environment_wins_over_the_file_and_steps_into_groups(tmp_path: Path) -> None:
    file = tmp_path / "line.toml"
    file.write_text('port = 1\ninternal_port = 2\n[timing]\noffer = 20\nheartbeat = "PT7S"\n[line]\nid = "night"\n')
    environment = {"LUISTERLIJN_PORT": "9", "LUISTERLIJN_TIMING__OFFER": "25", "PORT": "3"}
    settings = load(file, environment)
    assert (settings.port, settings.internal_port, settings.line.id) == (9, 2, "night")
    assert (settings.timing.offer, settings.timing.heartbeat) == (timedelta(seconds=25), timedelta(seconds=7))


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"LUISTERLIJN_PORT": "80000"}, "port: "),
        ({"LUISTERLIJN_PRT": "1"}, "prt: "),
        ({"LUISTERLIJN_": "1"}, "LUISTERLIJN_: names no setting; remove this variable"),
        ({"LUISTERLIJN_TIMING__": "1"}, "LUISTERLIJN_TIMING__: names no setting"),
        ({"LUISTERLIJN_PORT": "1", "LUISTERLIJN_PORT__X": "1"}, "LUISTERLIJN_PORT__X: port is one value"),
    ],
)
def test_nonsense_is_refused_with_the_name_of_the_setting(environment: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(environment=environment)
    assert named in str(caught.value)


def test_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "line.toml"
    file.write_bytes(b"port = \xff")
    with pytest.raises(SettingsError, match=r"line\.toml"):
        load(file, {})


def test_value_in_the_file_that_is_a_group_in_the_environment_is_named(tmp_path: Path) -> None:
    file = tmp_path / "line.toml"
    file.write_text('line = "x"')
    with pytest.raises(SettingsError, match="line: is one value in the settings file"):
        load(file, {"LUISTERLIJN_LINE__ID": "night"})


def test_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml"):
        load(tmp_path / "none.toml", {})
