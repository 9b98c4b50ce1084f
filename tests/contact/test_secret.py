"""The secret: made once, for its owner only, and never one that was cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from luisterlijn.contact.secret import secret_of
from luisterlijn.errors import SettingsError
from luisterlijn.settings import load

SECRET = "0123456789abcdef0123456789abcdef"


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


def test_secret_that_was_cut_off_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "secret").touch()
    with pytest.raises(SettingsError, match="is damaged"):
        secret_of(load(environment={}, data_dir=tmp_path))


def test_data_directory_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match=r"data_dir: "):
        secret_of(load(environment={}, data_dir=tmp_path / "file"))
