"""Every Lua file opens with its contract, and nothing is written before everything was checked."""

from __future__ import annotations

import re

import pytest

from tests.house.reading import indented_functions, text, under

FIRST_WRITE = "-- every check passed: first write"
LIBRARY = "src/luisterlijn/live/prelude.lua"  # registers nothing: the rooms' files call it after their checks
WRITES = re.compile(
    r"redis\.call\(\s*\"(?:[HLSRZX]?(?:SET|ADD|REM|DEL|INCR|INCRBY|PUSH|TRIM|POP)|SETEX|PEXPIRE|EXPIRE|PEXPIREAT)\""
    r"|LL\.(?:save|fact|signal)\("
)
REGISTERED = re.compile(r"register_function\((?:\{ function_name = )?\"(\w+)\"")

FILES = [path for path in under("src/", ends=(".lua",)) if path != LIBRARY]


def contract(source: str) -> str:
    """The comment a file opens with."""
    return "\n".join(re.findall(r"\A(?:--.*\n)+", source))


def gaps(source: str) -> list[str]:
    """What the contract of a file leaves out."""
    opening = contract(source)
    missing = [name for name in REGISTERED.findall(source) if not re.search(rf"{name}\(.*\)\s*(?:--)?\s*->", opening)]
    return missing if re.search(r"\b[Ff]acts?\b", opening) else [*missing, "facts"]


def early_writes(path: str, source: str) -> list[str]:
    """Functions that say where their first write is, yet write before it."""
    lines = source.splitlines()
    early = []
    for function in indented_functions(path, source):
        body = "\n".join(lines[function.line - 1 : function.line - 1 + function.lines])
        before, marker, _ = body.partition(FIRST_WRITE)
        if marker and WRITES.search(before):
            early.append(str(function))
    return early


@pytest.mark.parametrize("path", FILES)
def test_contract_names_every_function_its_arguments_and_outcomes(path: str) -> None:
    assert gaps(text(path)) == []


@pytest.mark.parametrize("path", FILES)
def test_first_write_comes_after_every_check(path: str) -> None:
    source = text(path)
    assert early_writes(path, source) == []
    assert FIRST_WRITE in source or not WRITES.search(source)


def test_gaps_finds_a_function_without_contract() -> None:
    source = '-- Thing.\n-- thing_do_v1(id) -> DONE\ndo\nredis.register_function("thing_undo_v1", undo)\nend\n'
    assert gaps(source) == ["thing_undo_v1", "facts"]


def test_early_writes_finds_a_write_among_the_checks() -> None:
    body = f'  redis.call("HSET", key, "a", 1)\n  {FIRST_WRITE}\n  LL.save(x)\n'
    assert early_writes("a.lua", f"local function f()\n{body}end\n") == ["a.lua:1 f (5 lines)"]
