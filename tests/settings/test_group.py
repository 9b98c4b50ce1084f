"""Values as the file and the environment give them: spans, lists, and no yes or no."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest

from luisterlijn.errors import SettingsError
from luisterlijn.settings import load


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ("port = true", "port: is true or false"),
        ("[timing]\noffer = true", "timing.offer: is true or false"),
    ],
)
def test_yes_or_no_is_refused_with_the_name_of_the_setting(tmp_path: Path, toml: str, named: str) -> None:
    file = tmp_path / "line.toml"
    file.write_text(toml)
    with pytest.raises(SettingsError) as caught:
        load(file, {})
    assert named in str(caught.value)


@pytest.mark.parametrize("written", ["7", "7.0", "PT7S"])
def test_span_in_the_environment_is_seconds_or_iso_8601(written: str) -> None:
    assert load(environment={"LUISTERLIJN_TIMING__OFFER": written}).timing.offer == timedelta(seconds=7)


def test_list_in_the_environment_is_json() -> None:
    environment = {
        "LUISTERLIJN_LINE__LANGUAGES": '["nl"]',
        "LUISTERLIJN_LINE__CHAT_HOURS": '[{"days": ["mon"], "opens": "09:00", "closes": "17:00"}]',
        "LUISTERLIJN_LINE__REGIONS": '[{"id": "west", "name": "West"}]',
    }
    line = load(environment=environment).line
    assert line.languages == ("nl",)
    assert [(one.days, one.opens, one.closes) for one in line.chat_hours] == [(("mon",), time(9), time(17))]
    assert [one.name for one in line.regions] == ["West"]


@pytest.mark.parametrize("written", ["nl", "", '["nl"', '"nl"', "{}", "[" * 100_000])
def test_list_in_the_environment_that_is_no_json_is_refused_by_name(written: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(environment={"LUISTERLIJN_LINE__LANGUAGES": written})
    assert str(caught.value) == 'line.languages: is no list; in the environment a list is JSON, such as ["nl", "en"]'


def test_what_is_wrong_inside_a_list_of_the_environment_is_named() -> None:
    with pytest.raises(SettingsError, match=r"line\.chat_hours\.0\.days"):
        load(environment={"LUISTERLIJN_LINE__CHAT_HOURS": '[{"days": [], "opens": "09:00", "closes": "17:00"}]'})
