"""Settings: the file, the environment, nonsense."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from luisterlijn.errors import SettingsError
from luisterlijn.settings import Settings, load

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
        ({"LUISTERLIJN_PUBLIC_ORIGIN": "https://a b.example"}, "public_origin: is no origin"),
        ({"LUISTERLIJN_VALKEY_URL": "http://127.0.0.1"}, "valkey_url: must begin with redis://"),
        ({"LUISTERLIJN_VALKEY_URL": "redis://127.0.0.1:many/0"}, "valkey_url: has a host or port that cannot be read"),
        ({"LUISTERLIJN_VALKEY_URL": "redis://:6379"}, "valkey_url: names no host"),
        ({"LUISTERLIJN_VALKEY_URL": "unix://"}, "valkey_url: names no socket"),
        ({"LUISTERLIJN_VALKEY_URL": "redis://h/0?bogus=1"}, "valkey_url: does not know bogus"),
        ({"LUISTERLIJN_DATABASE_URL": "postgresql://u:geheim@h:x/d"}, "database_url: has a host or port"),
        ({"LUISTERLIJN_DATABASE_URL": "postgresql://h/d?sslmode=require"}, "database_url: does not know sslmode"),
        ({"LUISTERLIJN_PORT": "1", "LUISTERLIJN_PORT__X": "1"}, "LUISTERLIJN_PORT__X: port is one value"),
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


def test_address_that_is_refused_is_not_repeated() -> None:
    with pytest.raises(SettingsError) as caught:
        load(environment={"LUISTERLIJN_DATABASE_URL": "postgresql://u:geheim@h:x/d"})
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("setting", "address"),
    [
        ("valkey_url", "redis://:pass@valkey:6379/0?cluster=1"),
        ("valkey_url", "unix:///run/valkey.sock?db=2"),
        ("valkey_url", "rediss://[::1]:6380/0?ssl_ca_certs=/etc/ca.pem"),
        ("database_url", "postgresql://u:p@/line?host=/run/postgresql"),
        ("database_url", "postgresql+asyncpg://u:p@db.example/line?ssl=require"),
    ],
)
def test_address_that_makes_sense_is_taken(setting: str, address: str) -> None:
    environment = {f"LUISTERLIJN_{setting.upper()}": address, "LUISTERLIJN_SECRET": SECRET}
    assert getattr(load(environment=environment), setting) == address


@pytest.mark.parametrize("name", ["valkey", "postgres"])
def test_file_in_the_place_of_a_store_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(SettingsError, match=f"data_dir: .*{name} is no folder"):
        load(environment={}, data_dir=tmp_path)


def test_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml"):
        load(tmp_path / "none.toml", {})


def test_every_setting_of_limits_and_timing_says_what_it_is() -> None:
    for group in ("timing", "limits", "target"):
        model = type(getattr(Settings(), group))
        assert [name for name, field in model.model_fields.items() if not field.description] == []
