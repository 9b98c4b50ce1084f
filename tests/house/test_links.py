"""Links between the documents lead somewhere."""

from __future__ import annotations

import re

from tests.house.reading import ROOT, text, under

LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)|<a href=\"(?!https?:|#)([^\"#]+)")


def dead_links(path: str, source: str) -> list[str]:
    folder = (ROOT / path).parent
    targets = [one or other for one, other in LINK.findall(source)]
    return [target for target in targets if not (folder / target).exists()]


def test_links_of_every_document_resolve() -> None:
    documents = [path for path in under("", ends=(".md",)) if "/node_modules/" not in path]
    assert {path: dead for path in documents if (dead := dead_links(path, text(path)))} == {}


def test_readme_links_every_hop_of_the_path() -> None:
    hops = ("intake", "routing", "queue", "estimate", "offer", "conversation", "wrapup")
    named = {one or other for one, other in LINK.findall(text("README.md"))}
    assert {f"src/luisterlijn/contact/{hop}.py" for hop in hops} - named == set()


def test_dead_links_finds_one() -> None:
    assert dead_links("README.md", "see [this](nowhere.md) and [that](pyproject.toml#x)") == ["nowhere.md"]
