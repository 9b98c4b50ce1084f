"""Every rule of the linter that is set aside says why, where it is set aside."""

from __future__ import annotations

import re

import pytest

from tests.house.reading import text, under

CODE = re.compile(r'"[A-Z]{1,4}\d{1,4}"')
REASON = re.compile(r"#\s*\w.{5,}")
WAIVED = re.compile(r"#\s*noqa(?P<codes>:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?(?P<reason>.*)")


def ignores_without_reason(config: str) -> list[str]:
    """Lines of the ruff configuration that leave a rule out and do not say why."""
    section, bare = "", []
    for line in config.splitlines():
        if line.startswith("["):
            section = line
        inside = section.startswith("[tool.ruff") and not line.startswith(("select", "["))
        if inside and CODE.search(line) and not REASON.search(line):
            bare.append(line.strip())
    return bare


def waivers_without_reason(source: str) -> list[str]:
    """Lines of Python that wave a rule away without its code or without a reason."""
    return [
        line.strip()
        for line in source.splitlines()
        if (match := WAIVED.search(line)) and not (match["codes"] and len(match["reason"].strip(" -#:")) > 5)
    ]


def test_every_ignored_rule_has_a_reason() -> None:
    assert ignores_without_reason(text("pyproject.toml")) == []


def test_every_waiver_has_a_reason() -> None:
    paths = [
        path for path in under("src/", "tests/", "loadtests/", ends=(".py",)) if not path.endswith("test_reasons.py")
    ]
    assert {path: bare for path in paths if (bare := waivers_without_reason(text(path)))} == {}


def test_ignores_without_reason_finds_one() -> None:
    assert ignores_without_reason('[tool.ruff.lint]\nignore = [\n  "D100",\n]') == ['"D100",']


@pytest.mark.parametrize("line", ["x = 1  # noqa", "x = 1  # noqa: S311", "x = 1  # noqa - because it must be"])
def test_waivers_without_reason_finds_one(line: str) -> None:
    assert waivers_without_reason(line) == [line]
