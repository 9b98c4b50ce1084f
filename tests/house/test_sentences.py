"""What the line refuses, and what its trail keeps, the dashboard says in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.reading import text, under

DASHBOARD = "src/luisterlijn/pages/dashboard"
LANGUAGES = ("nl", "en")

# Codes that no view of the dashboard meets, and who does.
ELSEWHERE = {
    "already_offered": "volunteers, when they swap",
    "bad_swap": "volunteers, when they swap",
    "hours_invalid": "volunteers, when they say between which hours to call",
    "in_conversation": "volunteers, when they log out",
    "invitation_over": "the page behind a link",
    "invitation_taken": "the page behind a link",
    "no_such_link": "the page behind a link",
    "no_such_way": "volunteers, with their ways",
    "no_walk_in": "volunteers, when they walk in",
    "not_yours": "volunteers, with their own shifts",
    "password_short": "the page behind a link, and the command line",
    "too_late_to_withdraw": "volunteers, when they withdraw",
    "too_many_ways": "volunteers, with their ways",
    "tried_just_now": "volunteers, with their ways",
    "way_invalid": "volunteers, with their ways",
    "way_needed": "volunteers, when they may be called but cannot be reached",
    "willing_invalid": "volunteers, when they say until when to call",
    "wrong_credentials": "the log-in, which has its own sentence",
    "wrong_origin": "other sites",
}
IN_VOLUNTEER = ("csv_file", "people_csv", "people_import", "rota_csv", "rota_plan", "card", "rights")
CELLS = (*(f"volunteer/{name}" for name in IN_VOLUNTEER), "insight/history_csv")


def calls(paths: list[str], *names: str) -> Iterator[ast.Call]:
    """Every call of a function of these names."""
    for path in paths:
        for node in ast.walk(ast.parse(text(path))):
            if isinstance(node, ast.Call):
                func = node.func
                name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
                if name in names:
                    yield node


def handed(call: ast.Call) -> list[str]:
    """The plain strings a call hands over, by place and then by name; the code of a refusal is the first of them."""
    named = sorted(call.keywords, key=lambda one: one.arg != "code")
    found = [*call.args, *(one.value for one in named)]
    return [one.value for one in found if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def keys(path: str) -> set[str]:
    """The keys of the catalogues in a file."""
    return {one[0] or one[1] for one in re.findall(r'^\s+(?:"([\w.]+)"|(\w+)):', text(path), re.MULTILINE)}


def codes() -> set[str]:
    """Every code by which a person's request is refused."""
    paths = under("src/luisterlijn/volunteer/", "src/luisterlijn/insight/", "src/luisterlijn/web/", ends=(".py",))
    first = (handed(one)[0] for one in calls(paths, "RefusedError", "NotAllowedError") if handed(one))
    return {code for code in first if re.fullmatch(r"[a-z_]+", code)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_is_a_sentence(language: str) -> None:
    assert {"callout_runs", "not_yours_to_change", "already_offered"} <= codes()
    known = keys(f"{DASHBOARD}/parts/{language}.ts")
    assert sorted(codes() - known - set(ELSEWHERE)) == []


def test_every_code_met_elsewhere_still_exists() -> None:
    assert sorted(set(ELSEWHERE) - codes()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_of_the_trail_is_a_sentence(language: str) -> None:
    noted = set[str]()
    for call in calls(under("src/luisterlijn/", ends=(".py",)), "note", "note_each"):
        noted |= {one for one in handed(call) if re.fullmatch(r"[a-z_]+\.[a-z_]+", one)}
    assert {"rota.published", "callout.started", "person.invited"} <= noted
    assert sorted(noted - keys(f"{DASHBOARD}/audit/{language}.ts")) == []


def docstrings(tree: ast.Module) -> set[ast.AST]:
    """The strings that stand by themselves."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def spoken(node: ast.AST) -> str:
    """A string as it may come out: what changes in it is a 7."""
    if isinstance(node, ast.JoinedStr):
        return "".join("7" if isinstance(one, ast.FormattedValue) else spoken(one) for one in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def remedies() -> set[str]:
    """What is said of a cell of a file."""
    said = set[str]()
    for path in (f"src/luisterlijn/{name}.py" for name in CELLS):
        tree = ast.parse(text(path))
        own = docstrings(tree)
        said |= {spoken(node) for node in ast.walk(tree) if node not in own}
    return {one for one in said if re.fullmatch(r"[A-Z][a-z]+ [^\n]+\.", one)}


def test_every_remedy_of_a_cell_is_there_in_dutch() -> None:
    assert "Add this column." in remedies()
    patterns = re.findall(r"^  \[/(.+)/, \(", text(f"{DASHBOARD}/parts/remedies.ts"), re.MULTILINE)
    without = [one for one in remedies() if not any(re.fullmatch(pattern, one) for pattern in patterns)]
    assert sorted(without) == []
