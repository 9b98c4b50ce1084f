"""The Function library: assembled from the rooms' `.lua` files and loaded without ever replacing a newer one."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

NAME = "luisterlijn"
RELEASE = 1
"""Raised when a Function changes its contract; a loader leaves a library of a higher release alone."""

ROOMS: tuple[str, ...] = (
    "volunteer/presence.lua",
    "contact/queue.lua",
    "contact/offer.lua",
    "contact/conversation.lua",
    "contact/wrapup.lua",
    "live/line.lua",
)


def _read(path: str) -> str:
    return resources.files("luisterlijn").joinpath(path).read_text(encoding="utf-8")


@cache
def source() -> str:
    """The library's source: the shebang, the prelude, then each room's file, then `library_release_v1`."""
    body = "\n".join([_read("live/prelude.lua"), *(_read(path) for path in ROOMS)])
    digest = hashlib.sha256(body.encode()).hexdigest()[:16]
    stamp = (
        "redis.register_function({ function_name = 'library_release_v1', flags = { 'no-writes' },\n"
        f"  callback = function() return {{ '{RELEASE}', '{digest}' }} end }})\n"
    )
    return f"#!lua name={NAME}\n{body}\n{stamp}"


def stamp() -> tuple[int, str]:
    """Release and digest of this program's library."""
    tail = source().rsplit("return {", 1)[1]
    release, digest = tail.split("'")[1], tail.split("'")[3]
    return int(release), digest
