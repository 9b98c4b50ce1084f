"""Reads the settings: one TOML file and above it the environment. The only reader of the environment."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import ValidationError

from luisterlijn.errors import SettingsError
from luisterlijn.settings.model import Settings

PREFIX = "LUISTERLIJN_"


def other_environment() -> dict[str, str]:
    """That of this process without any setting, for a process that is handed those it needs."""
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}


def _from_environment(environment: dict[str, str]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, value in sorted(environment.items()):
        if not name.startswith(PREFIX):
            continue
        *groups, leaf = name.removeprefix(PREFIX).lower().split("__")
        if not all((*groups, leaf)):
            message = f"{name}: names no setting; remove this variable, or write {PREFIX} and a name"
            raise SettingsError(message)
        if not groups and leaf == "line":
            groups, leaf = ["line"], "id"
        branch = tree
        for group in groups:
            branch = branch.setdefault(group, {})
            if not isinstance(branch, dict):
                message = f"{name}: {group} is one value and has no parts; remove this variable"
                raise SettingsError(message)
        branch[leaf] = value
    return tree


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    both = dict(below)
    for key, value in above.items():
        if isinstance(value, dict) and key in both and not isinstance(both[key], dict):
            message = (
                f"{key}: is one value in the settings file and a group in the environment; write [{key}] in the file"
            )
            raise SettingsError(message)
        both[key] = _merged(both[key], value) if isinstance(value, dict) and isinstance(both.get(key), dict) else value
    return both


def load(
    config: Annotated[Path | None, "a TOML file"] = None,
    environment: dict[str, str] | None = None,
    *,
    defaults: dict[str, Any] | None = None,
    **overrides: Any,
) -> Settings:
    """Read the settings.

    Args:
        config: a TOML file with the names of `Settings`, or None.
        environment: instead of the process's own (tests).
        defaults: instead of the model's own, below the file and the environment.
        overrides: win over both.

    Raises:
        SettingsError: names every wrong setting and the remedy.
    """
    tree: dict[str, Any] = {}
    if config is not None:
        try:
            tree = tomllib.loads(config.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:  # ValueError: no TOML, or no UTF-8
            message = f"settings file {config}: {error}"
            raise SettingsError(message) from None
    tree = _merged(defaults or {}, tree)
    tree = _merged(tree, _from_environment(dict(os.environ) if environment is None else environment))
    try:
        return Settings(**_merged(tree, overrides))
    except ValidationError as error:
        raise SettingsError("; ".join(_told(one["loc"], one["type"], one["msg"]) for one in error.errors())) from None


def _told(place: tuple[int | str, ...], kind: str, message: str) -> str:
    name = ".".join(str(part) for part in place)
    if kind == "extra_forbidden":
        return f"{name}: there is no such setting; luisterlijn/settings has all of them"
    message = message.removeprefix("Value error, ")
    if not name:
        return message
    return f"{name}.{message}" if re.match("[a-z_]+: ", message) else f"{name}: {message}"
