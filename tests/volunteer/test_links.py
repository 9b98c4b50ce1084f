from __future__ import annotations

import pytest

from luisterlijn.volunteer.links import Links

LINKS = Links("a-secret", "demo")
TOKEN = LINKS.token("callout", 12)


def test_token_is_read_where_it_was_signed() -> None:
    assert Links("a-secret", "demo").read("callout", TOKEN) == 12


@pytest.mark.parametrize("other", [Links("another", "demo"), Links("a-secret", "night")])
def test_token_of_another_secret_or_line_opens_nothing(other: Links) -> None:
    assert other.read("callout", TOKEN) is None


def test_token_for_one_purpose_opens_no_other() -> None:
    assert LINKS.read("invitation", TOKEN) is None


@pytest.mark.parametrize(
    "odd",
    ["", ".", "12", "12.", "13" + TOKEN[2:], TOKEN[:-1], TOKEN + "x", "-1.x", "1" * 4000, "²." + TOKEN[3:], "12.é"],
)
def test_token_that_was_changed_opens_nothing(odd: str) -> None:
    assert LINKS.read("callout", odd) is None


def test_token_goes_into_an_address_as_it_is() -> None:
    assert all(part.replace("-", "").replace("_", "").isalnum() for part in TOKEN.split("."))
