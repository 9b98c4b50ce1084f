"""Settings: the file, the environment, nonsense, the secret."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from luisterlijn.errors import SettingsError
from luisterlijn.settings import Settings, load, secret_of

SECRET = "0123456789abcdef0123456789abcdef"


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
        ({"LUISTERLIJN_TIMING__SWEEP": "1"}, "timing.sweep: "),
        ({"LUISTERLIJN_LINE__TIMEZONE": "Europe/Utopia"}, "line.timezone: "),
        ({"LUISTERLIJN_SECRET": "short"}, "secret: "),
        ({"LUISTERLIJN_VALKEY_URL": "redis://x"}, "secret: must be set"),
        ({"LUISTERLIJN_DATABASE_URL": "hello"}, "database_url: "),
        ({"LUISTERLIJN_LIMITS__MESSAGE_CHARS": "12000"}, "limits.frame_bytes: "),
        ({"LUISTERLIJN_PUBLIC_ORIGIN": "https://x.example/path"}, "public_origin: "),
        ({"LUISTERLIJN_DATA_DIR": ""}, "data_dir: is empty"),
        ({"LUISTERLIJN_TIMING__HEARTBEAT": "90"}, "timing.caller_grace: is shorter than heartbeat"),
        ({"LUISTERLIJN_TIMING__RESUME_WINDOW": "90000"}, "timing.ticket_life: is shorter than resume_window"),
        ({"LUISTERLIJN_TIMING__REST": "1000"}, "timing.rest_heavy: is shorter than rest"),
        ({"LUISTERLIJN_LIMITS__MOST_WAITING": "1" + "0" * 30}, "limits.most_waiting: "),
        ({"LUISTERLIJN_LINE__NAME": ""}, "line.name: "),
    ],
)
def test_nonsense_is_refused_with_the_name_of_the_setting(environment: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(environment=environment)
    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ("port = true", "port: is true or false"),
        ("[timing]\noffer = true", "timing.offer: is true or false"),
        ("[line]\nlanguages = []", "line.languages: "),
        ('[line]\nlanguages = ["nl", "nl"]', "line.languages: nl is there more than once"),
        ('[line]\nlanguages = [" "]', "line.languages.0: "),
        ('[line]\nregions = ["a b"]', "line.regions.0: "),
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


def test_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "line.toml"
    file.write_bytes(b"port = \xff")
    with pytest.raises(SettingsError, match=r"line\.toml"):
        load(file, {})


def test_secret_that_was_cut_off_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "secret").touch()
    with pytest.raises(SettingsError, match="is damaged"):
        secret_of(load(environment={}, data_dir=tmp_path))


def test_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml"):
        load(tmp_path / "none.toml", {})


def test_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    settings = load(environment={}, data_dir=tmp_path / "new")
    made = secret_of(settings)
    assert len(made) >= 32
    assert secret_of(settings) == made
    assert [one.name for one in (tmp_path / "new").iterdir()] == ["secret"]
    assert (tmp_path / "new" / "secret").stat().st_mode & 0o777 == 0o600


def test_secret_that_is_set_is_used_and_nothing_written(tmp_path: Path) -> None:
    assert secret_of(load(environment={}, data_dir=tmp_path, secret=SECRET)) == SECRET
    assert list(tmp_path.iterdir()) == []


def test_data_directory_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match=r"data_dir: "):
        secret_of(load(environment={}, data_dir=tmp_path / "file"))


def test_every_setting_of_limits_and_timing_says_what_it_is() -> None:
    for group in ("timing", "limits", "target"):
        model = type(getattr(Settings(), group))
        assert [name for name, field in model.model_fields.items() if not field.description] == []
