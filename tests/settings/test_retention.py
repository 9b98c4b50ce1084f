from __future__ import annotations

from datetime import timedelta

import pytest

from luisterlijn.settings import SettingsError, load


def test_contacts_are_kept_for_ninety_days_unless_said_otherwise() -> None:
    assert load(environment={}).retention.contacts == timedelta(days=90)
    assert load(environment={"LUISTERLIJN_RETENTION__CONTACTS": "P30D"}).retention.contacts == timedelta(days=30)


@pytest.mark.parametrize("value", ["172800", "P9999D", "soon", "true"])
def test_nonsense_is_refused_by_name(value: str) -> None:
    with pytest.raises(SettingsError, match=r"retention\.contacts"):
        load(environment={"LUISTERLIJN_RETENTION__CONTACTS": value})
