"""The table of key names is the same in Lua and in Python, and says what every key holds."""

from __future__ import annotations

import re

from luisterlijn.live import keys
from tests.house.reading import text

ROW = re.compile(r'^  (\w+) = "(\w+)",(?: -- (\w+.*))?$', re.MULTILINE)
PRELUDE = text("src/luisterlijn/live/prelude.lua").split("LL.NAMES = {")[1].split("\n}")[0]


def test_names_are_the_same_in_lua_and_python() -> None:
    assert {name: short for name, short, _ in ROW.findall(PRELUDE)} == keys.NAMES


def test_names_each_say_their_type_and_content() -> None:
    kinds = ("hash", "stream", "zset", "set", "list", "counter", "string")
    assert [name for name, _, words in ROW.findall(PRELUDE) if not words.startswith(kinds)] == []


def test_row_finds_a_key_without_a_word() -> None:
    assert ROW.findall('  meta = "meta",\n') == [("meta", "meta", "")]
