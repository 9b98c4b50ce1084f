"""Names of keys."""

from __future__ import annotations

from luisterlijn.live import keys


def test_name_of_everything_carries_the_hash_tag_of_its_line() -> None:
    assert keys.root("demo") == "ll:{demo}"
    assert {keys.name("demo", what, "x").split(":")[1] for what in keys.NAMES} == {"{demo}"}


def test_name_of_one_thing_ends_with_it() -> None:
    assert keys.name("demo", "contact", "c1") == "ll:{demo}:c:c1"
    assert keys.name("demo", "facts") == "ll:{demo}:facts"


def test_names_differ() -> None:
    assert len(set(keys.NAMES.values())) == len(keys.NAMES)
