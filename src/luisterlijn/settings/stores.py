"""Addresses of the stores: what they may look like. A refusal never repeats one, as it may hold a password."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

SENTINEL = ("redis+sentinel", "rediss+sentinel")
KINDS = {
    "valkey_url": ("redis", "rediss", *SENTINEL, "unix"),
    "database_url": ("postgresql", "postgresql+asyncpg"),
}
WORDS = {  # what may stand behind the question mark of a store's address
    "valkey_url": {"cluster", "db", "client_name", "ssl_ca_certs", "ssl_cert_reqs", "ssl_certfile", "ssl_keyfile"},
    "database_url": {"host", "prepared_statement_cache_size", "ssl", "target_session_attrs"},
}
UNREADABLE = (
    "has a host or port that cannot be read; write host:port, a host of IPv6 as [::1]:port, "
    "and in a password %40 for @, %2F for /, %3A for :, %3F for ? and %23 for #"
)


def address(setting: str, url: str) -> str:
    """The address of a store as it was given, or empty for the program's own.

    Raises:
        ValueError: it cannot be meant; says why and what would do.
    """
    if not url:
        return url
    kind, _, rest = url.partition("://")
    if kind not in KINDS[setting]:
        message = f"must begin with {':// or '.join(KINDS[setting])}://"
        raise ValueError(message)
    if re.search(r"[\s#]", rest):
        raise ValueError(UNREADABLE)
    where, _, asked = rest.partition("?")
    netloc, _, path = where.partition("/")
    query = dict(parse_qsl(asked, keep_blank_values=True))
    for wrong in (_wrong_place(kind, netloc, path, query), _wrong_path(setting, kind, path, query)):
        if wrong:
            raise ValueError(wrong)
    words: set[str] = set() if kind in SENTINEL else WORDS[setting]
    unknown = sorted(set(query) - words)
    if unknown:
        known = f"known are {', '.join(sorted(words))}" if words else "leave it out"
        message = f"does not know {', '.join(unknown)} behind the question mark; {known}"
        raise ValueError(message)
    return url


def _wrong_place(kind: str, netloc: str, path: str, query: dict[str, str]) -> str:
    if kind == "unix":
        return "" if path.strip("/") else "names no socket to reach"
    hosts = netloc.rpartition("@")[2]
    try:
        found = [urlsplit(f"//{one}") for one in hosts.split(",")]
        ports = [one.port for one in found]
    except ValueError:
        return UNREADABLE
    if len(found) > 1 and kind not in SENTINEL:
        return f"names several hosts; write one, or begin with {SENTINEL[0]}:// to name sentinels"
    if kind in SENTINEL and None in ports:
        return "names a sentinel without its port; write host:26379"
    if 0 in ports or not (all(one.hostname for one in found) or query.get("host")):
        return "names no host and port to reach"
    return ""


def _wrong_path(setting: str, kind: str, path: str, query: dict[str, str]) -> str:
    """What is wrong with the part behind the host: a database, or with sentinels the name of their master."""
    if kind in SENTINEL:
        named = re.fullmatch(r"[\w.-]+", path)
        return "" if named else f"names no master; write it behind the sentinels, as in {kind}://host:26379/name"
    if setting == "database_url":
        return "" if path.strip("/") else "names no database; write it behind the host, as in postgresql://host/name"
    if not query.get("db", "0").isdecimal() or (kind != "unix" and not re.fullmatch(r"\d*", path)):
        return "names no database of Valkey; that is a number, as in redis://host:6379/0"
    return ""
