"""Tests mirror the source: who changes a module knows which file to open."""

from __future__ import annotations

import ast

from tests.house.reading import files, text, under

# Modules without a test file of their own, and what tests them instead.
ELSEWHERE = {
    "channel/desk": "hands the rooms to the sessions; every test of channel/ uses it",
    "web/doors": "hands the rooms to the handlers; every test of web/ uses it",
    "__main__": "two lines; every journey starts the program",
    "app": "wiring; every journey runs it",
    "channel/protocol/caller": "tests/channel/test_protocol.py has all frames together",
    "channel/protocol/console": "as channel/protocol/caller",
    "channel/protocol/dashboard": "as channel/protocol/caller",
    "channel/protocol/http": "as channel/protocol/caller",
    "channel/protocol/parts": "as channel/protocol/caller",
    "channel/protocol/schema": "as channel/protocol/caller",
    "channel/protocol/shared": "as channel/protocol/caller",
    "channel/protocol/planning": "as channel/protocol/people",
    "channel/protocol/people": "as channel/protocol/caller; the tests of web/ read and write them all",
    "channel/protocol/rota": "as channel/protocol/people",
    "channel/protocol/calling": "as channel/protocol/people",
    "channel/protocol/availability": "as channel/protocol/people",
    "channel/notify/en": "tests/channel/notify/test_words.py compares both languages",
    "channel/notify/nl": "as channel/notify/en",
    "facts/contacts": "tests/test_facts.py has all facts together",
    "facts/rota": "as facts/contacts",
    "facts/volunteers": "as facts/contacts",
    "facts/words": "as facts/contacts",
    "insight/roster/proposal": "dataclasses; tests/insight/roster/test_explain.py compares them whole",
    "sql/tables/availability": "as sql/tables/callouts",
    "sql/tables/callouts": "tests/sql/test_tables.py has all tables together",
    "sql/tables/columns": "as sql/tables/callouts",
    "sql/tables/contacts": "as sql/tables/callouts",
    "sql/tables/people": "as sql/tables/callouts",
    "sql/tables/planning": "as sql/tables/callouts",
    "sql/tables/rota": "as sql/tables/callouts",
    "sql/tables/studies": "as sql/tables/callouts",
    "web/route": "a dataclass; tests/web/test_routes.py tries every one",
}


def modules() -> list[str]:
    """Every module that holds code, as `room/module`."""
    names = [path.removeprefix("src/luisterlijn/").removesuffix(".py") for path in under("src/", ends=(".py",))]
    return [name for name in names if not name.endswith("__init__") and "/migrations/" not in name]


def mirror_of(module: str) -> str:
    room, _, name = module.rpartition("/")
    return f"tests/{room}/test_{name}.py" if room else f"tests/test_{name}.py"


def test_every_module_has_its_test_file() -> None:
    missing = [mirror_of(module) for module in modules() if module not in ELSEWHERE]
    assert [path for path in missing if path not in files()] == []


def test_every_exception_still_exists() -> None:
    assert [module for module in ELSEWHERE if module not in modules()] == []


def test_every_module_says_what_it_is() -> None:
    paths = [path for path in under("src/", ends=(".py",)) if text(path).strip()]
    assert [path for path in paths if not ast.get_docstring(ast.parse(text(path)))] == []
