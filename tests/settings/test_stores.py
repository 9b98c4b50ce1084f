"""Addresses of the stores: those that can be meant, and what is said of the others."""

from __future__ import annotations

import pytest

from luisterlijn.errors import SettingsError
from luisterlijn.settings import load

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"LUISTERLIJN_VALKEY_URL": "http://127.0.0.1"}, "valkey_url: must begin with redis://"),
        ({"LUISTERLIJN_VALKEY_URL": "redis://127.0.0.1:many/0"}, "valkey_url: has a host or port that cannot be read"),
        ({"LUISTERLIJN_VALKEY_URL": "redis://:6379"}, "valkey_url: names no host"),
        ({"LUISTERLIJN_VALKEY_URL": "unix://"}, "valkey_url: names no socket"),
        ({"LUISTERLIJN_VALKEY_URL": "redis://h/0?bogus=1"}, "valkey_url: does not know bogus"),
        ({"LUISTERLIJN_DATABASE_URL": "hello"}, "database_url: "),
        ({"LUISTERLIJN_DATABASE_URL": "postgresql://u:geheim@h:x/d"}, "database_url: has a host or port"),
        ({"LUISTERLIJN_DATABASE_URL": "postgresql://h/d?sslmode=require"}, "database_url: does not know sslmode"),
        ({"LUISTERLIJN_VALKEY_URL": "redis://a:1,b:2/0"}, "valkey_url: names several hosts"),
        ({"LUISTERLIJN_VALKEY_URL": "redis://h/abc"}, "valkey_url: names no database of Valkey"),
        ({"LUISTERLIJN_VALKEY_URL": "redis://h/0?db=x"}, "valkey_url: names no database of Valkey"),
        ({"LUISTERLIJN_VALKEY_URL": "redis+sentinel://a:1,b:2"}, "valkey_url: names no master"),
        ({"LUISTERLIJN_VALKEY_URL": "redis+sentinel://a:1,b:2/x/0"}, "valkey_url: names no master"),
        ({"LUISTERLIJN_VALKEY_URL": "redis+sentinel://a:1,:2/x"}, "valkey_url: names no host"),
        ({"LUISTERLIJN_VALKEY_URL": "redis+sentinel://a:1,b/x"}, "valkey_url: names a sentinel without its port"),
        ({"LUISTERLIJN_VALKEY_URL": "redis+sentinel://a:1/x?db=2"}, "valkey_url: does not know db"),
        ({"LUISTERLIJN_VALKEY_URL": "redis+sentinel://a:1,b:many/x"}, "valkey_url: has a host or port"),
        ({"LUISTERLIJN_DATABASE_URL": "postgresql://h"}, "database_url: names no database"),
        ({"LUISTERLIJN_DATABASE_URL": "postgresql://u:a/b@h:1/d"}, "database_url: has a host or port"),
    ],
)
def test_address_that_cannot_be_meant_is_refused_by_name(environment: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(environment=environment)
    assert named in str(caught.value)


def test_address_that_is_refused_is_not_repeated() -> None:
    with pytest.raises(SettingsError) as caught:
        load(environment={"LUISTERLIJN_DATABASE_URL": "postgresql://u:geheim@h:x/d"})
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("setting", "address"),
    [
        ("valkey_url", "redis://:pass@valkey:6379/0?cluster=1"),
        ("valkey_url", "redis+sentinel://one.example:26379,two.example:26380/line-1"),
        ("valkey_url", "rediss+sentinel://u:p@one.example:26379/line"),
        ("valkey_url", "unix:///run/valkey.sock?db=2"),
        ("valkey_url", "rediss://[::1]:6380/0?ssl_ca_certs=/etc/ca.pem"),
        ("database_url", "postgresql://u:p@/line?host=/run/postgresql"),
        ("database_url", "postgresql+asyncpg://u:p@db.example/line?ssl=require"),
    ],
)
def test_address_that_makes_sense_is_taken(setting: str, address: str) -> None:
    environment = {f"LUISTERLIJN_{setting.upper()}": address, "LUISTERLIJN_SECRET": SECRET}
    assert getattr(load(environment=environment), setting) == address
