"""Links between the documents lead somewhere."""

from __future__ import annotations

import re

from tests.house.reading import ROOT, SOURCE, text, under

LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)|<a href=\"(?!https?:|#)([^\"#]+)")

PATH = re.compile(r"`(\w[\w.-]*(?:/[\w.-]+)*/?)`")
FILE = re.compile(r"/|\.(?:conf|html|json|lua|md|py|service|toml|ts|tsx|ya?ml)$")
MADE = frozenset({"build/bench.json", "deploy/.env"})
"""What documents name and git does not keep."""


def dead_links(path: str, source: str) -> list[str]:
    folder = (ROOT / path).parent
    targets = [one or other for one, other in LINK.findall(source)]
    return [target for target in targets if not (folder / target).exists()]


def dead_paths(path: str, source: str) -> list[str]:
    """Files and folders named between backticks, as seen from the document, the top, the source or the pages."""
    named = [one for one in PATH.findall(source) if FILE.search(one) and one not in MADE]
    seen_from = ((ROOT / path).parent, ROOT, SOURCE, SOURCE / "pages")
    return [one for one in named if not any((folder / one).exists() for folder in seen_from)]


def documents() -> list[str]:
    return [path for path in under("", ends=(".md",)) if "/node_modules/" not in path]


def test_links_of_every_document_resolve() -> None:
    assert {path: dead for path in documents() if (dead := dead_links(path, text(path)))} == {}


def test_paths_of_every_document_exist() -> None:
    assert {path: dead for path in documents() if (dead := dead_paths(path, text(path)))} == {}


def test_readme_links_every_hop_of_the_path() -> None:
    hops = ("intake", "routing", "queue", "estimate", "offer", "conversation", "wrapup")
    named = {one or other for one, other in LINK.findall(text("README.md"))}
    assert {f"src/luisterlijn/contact/{hop}.py" for hop in hops} - named == set()


def test_dead_links_finds_one() -> None:
    assert dead_links("README.md", "see [this](nowhere.md) and [that](pyproject.toml#x)") == ["nowhere.md"]


def test_dead_paths_finds_one() -> None:
    source = (
        "`channel/protocol.py` beside `contact/queue.py`, `queue.py`, `/metrics`, `a b.py` and `.lua` in `contact/`"
    )
    assert dead_paths("README.md", source) == ["channel/protocol.py", "queue.py"]
