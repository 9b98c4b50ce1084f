"""Who may change whom."""

from __future__ import annotations

import itertools

import pytest

from luisterlijn.errors import NotAllowedError
from luisterlijn.volunteer.profile import ROLES
from luisterlijn.volunteer.rights import check, why_not


def test_only_an_administrator_gives_takes_or_touches_a_role() -> None:
    allowed = {roles for roles in itertools.product(ROLES, repeat=3) if why_not(*roles) is None}
    by_administrator = {("administrator", *roles) for roles in itertools.product(ROLES, repeat=2)}
    assert allowed == by_administrator | {(by, "volunteer", "volunteer") for by in ROLES}


def test_check_names_the_field() -> None:
    check("coordinator", "volunteer", "volunteer")
    with pytest.raises(NotAllowedError) as refused:
        check("coordinator", "volunteer", "coordinator")
    assert (refused.value.code, refused.value.field) == ("not_yours_to_change", "role")
