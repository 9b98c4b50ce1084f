"""How the house tests read the project: its files, and the functions in them, by line."""

from __future__ import annotations

import ast
import re
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "luisterlijn"
GENERATED = frozenset({"src/luisterlijn/pages/shared/protocol.ts"})

_LUA_OPENS = re.compile(r"^(?P<indent> *)(?:local )?function (?P<name>[\w.:]+)\(|^(?P<indent2> *).*= function\(")
_TS_OPENS = re.compile(
    r"^(?P<indent> *)(?:export )?(?:default )?(?:"
    r"(?:async )?function\*? (?P<name>\w+)\b.*"
    r"|(?:const|let) (?P<name2>\w+)\b.*(?:=>|\bfunction\b.*)"
    r"|(?:(?:public|private|protected|static|async|get|set|override) )*(?P<name3>#?\w+)\([^;]*\)(?:: [^;]+)?"
    r") ?\{$"
)
_TS_NO_NAMES = frozenset({"if", "for", "while", "switch", "catch", "return", "do"})


@dataclass(frozen=True)
class Function:
    """One function: where it stands and how many lines it takes, decorators left out."""

    path: str
    name: str
    line: int
    lines: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.name} ({self.lines} lines)"


@cache
def files() -> tuple[str, ...]:
    """Every file git keeps or would keep, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607 - whichever git is there
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(sorted(path for path in set(listed.split("\0")) if path and (ROOT / path).is_file()))


def under(*folders: str, ends: tuple[str, ...]) -> list[str]:
    """The files below any of the folders whose name ends so; what a program wrote is left out."""
    return [path for path in files() if path.startswith(folders) and path.endswith(ends) and path not in GENERATED]


@cache
def text(path: str) -> str:
    """The text of a file, or nothing when it is no text."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def python_functions(path: str, source: str) -> list[Function]:
    """All functions of a Python file, inner ones too."""
    return [
        Function(path, node.name, node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def indented_functions(path: str, source: str) -> list[Function]:
    """All functions of a Lua or TypeScript file: from the line that opens one to the next closing at its indentation."""
    lua = path.endswith(".lua")
    opens, closes = (_LUA_OPENS, "end") if lua else (_TS_OPENS, "}")
    lines = source.splitlines()
    found = []
    for number, line in enumerate(lines):
        match = opens.match(line)
        if match is None:
            continue
        names = [value for key, value in match.groupdict().items() if value and key.startswith("name")]
        if not lua and names[0] in _TS_NO_NAMES:
            continue
        indent = " " * (len(line) - len(line.lstrip()))
        last = next((n for n in range(number + 1, len(lines)) if lines[n].startswith(indent + closes)), number)
        found.append(Function(path, names[0] if names else "anonymous", number + 1, last - number + 1))
    return found


def functions(path: str) -> list[Function]:
    """All functions of one file."""
    return (python_functions if path.endswith(".py") else indented_functions)(path, text(path))
