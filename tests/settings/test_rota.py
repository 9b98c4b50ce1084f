from __future__ import annotations

from datetime import time, timedelta

import pytest

from luisterlijn.settings import SettingsError, load


def test_defaults_call_standby_then_the_willing_then_coordinators() -> None:
    stages = load(environment={}).callout.stages
    assert [(one.who, one.ask, one.wait, one.rounds) for one in stages] == [
        ("standby", 3, timedelta(minutes=3), 5),
        ("willing", 5, timedelta(minutes=5), 10),
        ("coordinator", 10, timedelta(minutes=10), 2),
    ]


def test_stages_are_set_from_the_environment_as_json() -> None:
    environment = {"LUISTERLIJN_CALLOUT__STAGES": '[{"who": "coordinator", "ask": 1, "wait": 60}]'}
    (stage,) = load(environment=environment).callout.stages
    assert (stage.who, stage.ask, stage.wait, stage.rounds) == ("coordinator", 1, timedelta(minutes=1), 5)


def test_times_of_day_are_read_as_people_write_them() -> None:
    assert load(environment={"LUISTERLIJN_CALLOUT__NIGHT_FROM": "23:30"}).callout.night_from == time(23, 30)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("CALLOUT__LATE", "60", "late: is sooner than remind"),
        ("CALLOUT__STAGES", "[]", "callout.stages"),
        ("CALLOUT__STAGES", '[{"who": "everybody"}]', "callout.stages.0.who"),
        ("ROTA__SHIFTS", "maybe", "rota.shifts"),
        ("ROTA__SHOW_RATE", "1.5", "rota.show_rate"),
        ("ROTA__HOLIDAYS", "Netherlands", "rota.holidays"),
        ("ROTA__HOLIDAYS", "XX", "no holidays are known of XX"),
        ("ROTA__HOLIDAYS", "DE-XX", "no holidays are known of DE-XX"),
        ("NOTIFY__MAIL__SECURITY", "ssl", "notify.mail.security"),
        ("NOTIFY__PUSH_CONTACT", "lijn@test.example", "notify.push_contact"),
    ],
)
def test_nonsense_is_refused_by_its_name(name: str, value: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        load(environment={f"LUISTERLIJN_{name}": value})
