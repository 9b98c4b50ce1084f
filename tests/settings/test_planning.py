"""What callers are promised, and what planning goes by."""

from __future__ import annotations

from datetime import timedelta

import pytest

from luisterlijn.settings import SettingsError, load


def test_eight_of_ten_within_a_minute_is_promised_unless_the_line_says_else() -> None:
    planning = load(environment={}).planning
    assert planning.promise("chat") == planning.promise("phone")
    chat = planning.promise("chat")
    assert (chat.share, chat.within, chat.leave, chat.judged) == (0.8, timedelta(minutes=1), None, "offered")
    assert (planning.ahead, planning.certainty, planning.callouts) == (timedelta(days=28), 0.8, "minimum")


def test_promise_of_each_channel_comes_from_the_environment() -> None:
    environment = {"LUISTERLIJN_PLANNING__CHAT__LEAVE": "0.05", "LUISTERLIJN_PLANNING__CHAT__WITHIN": "120"}
    planning = load(environment=environment).planning
    assert (planning.promise("chat").leave, planning.promise("chat").within) == (0.05, timedelta(minutes=2))
    assert planning.promise("phone").leave is None


@pytest.mark.parametrize(
    ("planning", "said"),
    [
        ({"chat": {"share": None}}, "give one, or both"),
        ({"chat": {"share": 1}}, "planning.chat.share"),
        ({"phone": {"leave": 0}}, "planning.phone.leave"),
        ({"ahead": 3600}, "planning.ahead"),
        ({"certainty": 1}, "planning.certainty"),
        ({"chats_at_once": 3}, "planning.chats_at_once"),
        ({"callouts": "always"}, "planning.callouts"),
    ],
)
def test_promise_nobody_can_keep_is_refused_by_name(planning: dict[str, object], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load(environment={}, planning=planning)
