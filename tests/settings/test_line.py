"""The line: what the file may say of it, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from luisterlijn.errors import SettingsError
from luisterlijn.settings import load


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ("[line]\nlanguages = []", "line.languages: "),
        ('[line]\nlanguages = ["nl", "nl"]', "line.languages: nl is there more than once"),
        ('[line]\nlanguages = [" "]', "line.languages.0: "),
        ('[[line.regions]]\nid = "a b"\nname = "A"', "line.regions.0.id: "),
        ('[[line.topics]]\nid = "a"\nnl = "A"\nen = "A"\n' * 2, "line.topics: a is there more than once"),
        ('[[line.chat_hours]]\ndays = []\nopens = "09:00"\ncloses = "17:00"', "line.chat_hours.0.days: "),
        ('[[line.chat_hours]]\ndays = ["mon"]\nopens = 9\ncloses = "17:00"', "line.chat_hours.0.opens: 9 is no time"),
        (
            '[[line.chat_hours]]\ndays = ["mon"]\nopens = "09:00Z"\ncloses = "17:00"',
            "line.chat_hours.0.opens: times are those",
        ),
    ],
)
def test_nonsense_in_the_file_is_refused_with_the_name_of_the_setting(tmp_path: Path, toml: str, named: str) -> None:
    file = tmp_path / "line.toml"
    file.write_text(toml)
    with pytest.raises(SettingsError) as caught:
        load(file, {})
    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"LUISTERLIJN_LINE__TIMEZONE": "Europe/Utopia"}, "line.timezone: "),
        ({"LUISTERLIJN_LINE__NAME": ""}, "line.name: "),
    ],
)
def test_nonsense_is_refused_with_the_name_of_the_setting(environment: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(environment=environment)
    assert named in str(caught.value)
