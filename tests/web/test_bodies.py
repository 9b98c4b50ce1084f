"""What a request brings."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import make_mocked_request

from luisterlijn.errors import RefusedError
from luisterlijn.web.bodies import done, id_of, number_of


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", "a/b", "a\x00", "é"])
def test_id_that_is_none_is_not_found(given: str) -> None:
    request = make_mocked_request("POST", "/", match_info={"id": given})
    with pytest.raises(RefusedError, match="not_found"):
        id_of(request)


def test_id_is_that_of_the_path() -> None:
    assert id_of(make_mocked_request("POST", "/", match_info={"shift": "s_A-1"}), "shift") == "s_A-1"


@pytest.mark.parametrize("given", ["", "-1", "1.0", "x", "9" * 19, "\u0661"])
def test_number_that_is_none_names_the_field(given: str) -> None:
    with pytest.raises(RefusedError) as refused:
        number_of(given, "before")
    assert (refused.value.code, refused.value.field) == ("bad_request", "before")
    assert number_of("12", "before") == 12


def test_done_says_nothing() -> None:
    assert (done().status, done().body) == (204, None)
