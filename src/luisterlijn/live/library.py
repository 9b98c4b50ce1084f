"""The Function library: assembled from the rooms' `.lua` files and loaded without ever replacing a newer one."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from redis.asyncio import Redis
from redis.exceptions import ResponseError

from luisterlijn.live.backoff import Backoff

NAME = "luisterlijn"
RELEASE = 2
"""Raised when a Function changes its contract; a loader leaves a library of a higher release alone."""

LOADING_MS = 3000
"""A loader that died lets the next one in after this."""

ROOMS: tuple[str, ...] = (
    "volunteer/presence.lua",
    "volunteer/roster.lua",
    "contact/queue.lua",
    "contact/offer.lua",
    "contact/conversation.lua",
    "contact/wrapup.lua",
    "contact/help.lua",
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


async def _needed(redis: Redis, root: str) -> bool:
    release, digest = stamp()
    try:
        there = await redis.fcall("library_release_v1", 1, root)
    except ResponseError as error:
        if "Function not found" not in str(error):
            raise
        return True
    return int(there[0]) < release or (int(there[0]) == release and there[1] != digest)


async def load(redis: Redis, root: str) -> None:
    """Load the Functions where the line of this root is, unless the server already has these or a newer release's.

    Looking and loading are two steps, so loaders take turns: a newer library that comes in between is never replaced.
    """
    lock, backoff = f"{root}:loading", Backoff(base=0.01, cap=0.2)
    while await _needed(redis, root):
        if not await redis.set(lock, "1", nx=True, px=LOADING_MS):
            await backoff.wait()
            continue
        try:
            if await _needed(redis, root):
                await redis.function_load(source(), replace=True)
        finally:
            await redis.delete(lock)
