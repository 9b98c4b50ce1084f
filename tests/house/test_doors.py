"""One door each to the clock, to the environment and to background tasks."""

from __future__ import annotations

import ast

import pytest

from tests.house.reading import text, under

CLOCK = frozenset(
    {
        *("datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
        *("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.date.today"),
        *("time.time", "time.time_ns", "time.localtime", "time.gmtime"),
    }
)
ENVIRONMENT = frozenset({"os.environ", "os.getenv", "os.environb", "os.putenv"})
TASKS = frozenset({"create_task", "ensure_future", "run_coroutine_threadsafe"})

# Where else a door may be used, and why.
CLOCK_ALSO: dict[str, str] = {}
ENVIRONMENT_ALSO: dict[str, str] = {}


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return f"{dotted(node.func)}()"
    return node.id if isinstance(node, ast.Name) else "?"


def uses(source: str, names: frozenset[str]) -> list[str]:
    """`line name` of every use of one of the dotted names, also when imported one by one."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and dotted(node) in names:
            found.append(f"{node.lineno} {dotted(node)}")
        if isinstance(node, ast.ImportFrom):
            found += [f"{node.lineno} {name}" for one in node.names if (name := f"{node.module}.{one.name}") in names]
    return found


def tasks_started(source: str) -> list[str]:
    """Calls that start a task which no task group owns."""
    return [
        f"{node.lineno} {dotted(node.func)}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in TASKS
        and "group" not in dotted(node.func).lower()
    ]


def everywhere_but(*doors: str) -> list[str]:
    return [path for path in under("src/", ends=(".py",)) if path not in doors]


def test_only_the_clock_reads_the_time() -> None:
    paths = everywhere_but("src/luisterlijn/clock.py", *CLOCK_ALSO)
    assert {path: found for path in paths if (found := uses(text(path), CLOCK))} == {}


def test_only_settings_read_the_environment() -> None:
    paths = everywhere_but("src/luisterlijn/settings/reading.py", *ENVIRONMENT_ALSO)
    assert {path: found for path in paths if (found := uses(text(path), ENVIRONMENT))} == {}


def test_only_spawn_starts_tasks_in_the_background() -> None:
    paths = everywhere_but("src/luisterlijn/live/tasks.py")
    assert {path: found for path in paths if (found := tasks_started(text(path)))} == {}


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f():\n    return datetime.now(UTC)", CLOCK),
        ("from time import time", CLOCK),
        ("import os\nx = os.environ['A']", ENVIRONMENT),
        ("from os import getenv", ENVIRONMENT),
    ],
)
def test_uses_finds_a_second_door(source: str, names: frozenset[str]) -> None:
    assert uses(source, names) != []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("asyncio.create_task(f())", ["1 asyncio.create_task"]),
        ("asyncio.get_running_loop().create_task(f())", ["1 asyncio.get_running_loop().create_task"]),
        ("async def f():\n    group.create_task(g())", []),
    ],
)
def test_tasks_started_knows_task_groups(source: str, found: list[str]) -> None:
    assert tasks_started(source) == found
