from __future__ import annotations

from luisterlijn.channel.notify.way import NotSentError, Words


def test_text_ends_with_the_link_where_there_is_one() -> None:
    assert (Words("a", "b", "c").text, Words("a", "b", "").text) == ("b\n\nc", "b")


def test_trouble_is_short_and_a_way_that_is_gone_is_gone_for_good() -> None:
    error = NotSentError("x" * 1000, gone=True)
    assert (len(error.trouble), error.for_good) == (200, True)
