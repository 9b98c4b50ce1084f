"""Nothing that is kept names a package registry or a folder of somebody's machine."""

from __future__ import annotations

import re

import pytest

from tests.house.reading import files, text

# Put together here, so that this file holds none of them either.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("npmmirror", "com"),
        ("debian", "org"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
    )
)
FOLDER = re.compile(r"(?<![\w.:/~-])/(?:work|root|home|Users)/\w")
DOWNLOADED = re.compile(r'"resolved":|^--(?:extra-)?index-url|^--find-links|@ (?:https?|file)://', re.MULTILINE)


def addresses(content: str) -> list[str]:
    named = [host for host in REGISTRIES if host in content]
    return named + FOLDER.findall(content) + DOWNLOADED.findall(content)


def test_tracked_files_name_no_registry_and_no_folder_of_a_machine() -> None:
    here = "tests/house/test_addresses.py"
    assert {path: found for path in files() if path != here and (found := addresses(text(path)))} == {}


@pytest.mark.parametrize(
    "content",
    [
        "see https://files." + REGISTRIES[1] + "/x",
        'open("/' + 'work/main/x")',
        "cd /home" + "/ann/luisterlijn",
        '  "resolved": "elsewhere"',
        "a==1\n--index-url somewhere",
    ],
)
def test_addresses_finds_what_must_not_be_kept(content: str) -> None:
    assert addresses(content) != []


def test_locks_pin_every_package_by_hash() -> None:
    for lock in ("requirements.txt", "deploy/requirements.txt"):
        pinned = re.findall(r"^(\w[\w.-]*)==(?:.|\n)*?(?=^\w|\Z)", text(lock), re.MULTILINE)
        blocks = re.split(r"^(?=\w)", text(lock), flags=re.MULTILINE)[1:]
        assert len(blocks) == len(pinned) > 0
        assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
