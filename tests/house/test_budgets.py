"""Files and functions stay small enough to be read in one go."""

from __future__ import annotations

from statistics import median, quantiles

import pytest

from tests.house.reading import Function, functions, indented_functions, python_functions, text, under

FILE_MEDIAN, FILE_MOST = 120, 400
FUNCTION_P90, FUNCTION_MOST = 30, 60

GROUPS = {
    "python": under("src/", ends=(".py",)),
    "lua": under("src/", ends=(".lua",)),
    "typescript": under("src/", ends=(".ts", ".tsx")),
    "tests": under("tests/", "loadtests/", ends=(".py",)),
}
EVERY_GROUP = pytest.mark.parametrize("paths", GROUPS.values(), ids=GROUPS)


def too_long(found: list[Function]) -> list[str]:
    return [str(one) for one in found if one.lines > FUNCTION_MOST]


@EVERY_GROUP
def test_file_length_stays_in_budget(paths: list[str]) -> None:
    lengths = {path: len(text(path).splitlines()) for path in paths}
    assert {path: lines for path, lines in lengths.items() if lines > FILE_MOST} == {}
    if not paths[0].endswith(".lua"):  # a hop's Functions share one file: few files, none of them short
        assert median(lengths.values()) <= FILE_MEDIAN


@EVERY_GROUP
def test_function_length_stays_in_budget(paths: list[str]) -> None:
    found = [one for path in paths for one in functions(path)]
    assert too_long(found) == []
    p90 = quantiles([one.lines for one in found], n=10)[-1]
    longest = sorted(found, key=lambda one: -one.lines)[: len(found) // 10]
    assert p90 <= FUNCTION_P90, "\n".join(map(str, longest))


def test_too_long_finds_a_long_python_function() -> None:
    source = "def short():\n    pass\n\n\ndef long():\n" + "    x = 1\n" * 60
    assert too_long(python_functions("a.py", source)) == ["a.py:5 long (61 lines)"]


def test_too_long_finds_a_long_lua_function() -> None:
    source = "do\n  local function long(ctx)\n" + "    x()\n" * 59 + "  end\nend\n"
    assert too_long(indented_functions("a.lua", source)) == ["a.lua:2 long (61 lines)"]


@pytest.mark.parametrize(
    "opening",
    [
        "function long() {",
        "export const long = async (a: string): Promise<void> => {",
        "private long(a: string): void {",
    ],
)
def test_too_long_finds_a_long_typescript_function(opening: str) -> None:
    source = f"  {opening}\n" + "    if (x) {\n    }\n" * 30 + "  }\n"
    assert too_long(indented_functions("a.ts", source)) == ["a.ts:1 long (62 lines)"]
