"""What must make sense together, and that every setting says what it is."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel, Field

from luisterlijn.errors import SettingsError
from luisterlijn.settings import Settings, load


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"LUISTERLIJN_SECRET": "short"}, "secret: "),
        ({"LUISTERLIJN_VALKEY_URL": "redis://x"}, "secret: must be set"),
        ({"LUISTERLIJN_LIMITS__MESSAGE_CHARS": "12000"}, "limits.frame_bytes: "),
        ({"LUISTERLIJN_PUBLIC_ORIGIN": "https://x.example/path"}, "public_origin: "),
        ({"LUISTERLIJN_PUBLIC_ORIGIN": "https://a b.example"}, "public_origin: is no origin"),
        ({"LUISTERLIJN_DATA_DIR": ""}, "data_dir: is empty"),
        ({"LUISTERLIJN_HOST": ""}, "host: is empty"),
        ({"LUISTERLIJN_INTERNAL_HOST": " "}, "internal_host: is empty"),
        ({"LUISTERLIJN_PORT": "9", "LUISTERLIJN_INTERNAL_PORT": "9"}, "internal_port: 9 is the port of the public"),
    ],
)
def test_nonsense_is_refused_with_the_name_of_the_setting(environment: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(environment=environment)
    assert named in str(caught.value)


def test_one_port_at_two_addresses_makes_sense() -> None:
    settings = load(environment={"LUISTERLIJN_PORT": "9", "LUISTERLIJN_INTERNAL_PORT": "9"}, host="192.0.2.1")
    assert settings.port == settings.internal_port
    assert load(environment={}, port=0, internal_port=0).internal_port == 0


@pytest.mark.parametrize("name", ["valkey", "postgres"])
def test_file_in_the_place_of_a_store_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(SettingsError, match=f"data_dir: .*{name} is no folder"):
        load(environment={}, data_dir=tmp_path)


def undescribed(model: type[BaseModel], at: str = "") -> list[str]:
    """Settings without a description, in groups and in what lists hold too."""
    found = []
    for name, field in model.model_fields.items():
        found += [] if field.description else [f"{at}{name}"]
        for one in (field.annotation, *get_args(field.annotation)):
            if isinstance(one, type) and issubclass(one, BaseModel):
                found += undescribed(one, f"{at}{name}.")
    return found


def test_every_setting_says_what_it_is() -> None:
    assert undescribed(Settings) == []


def test_undescribed_finds_a_setting_in_a_list_of_a_group() -> None:
    class Part(BaseModel):
        quiet: int

    class Whole(BaseModel):
        parts: tuple[Part, ...] = Field(description="said")

    assert undescribed(Whole) == ["parts.quiet"]
