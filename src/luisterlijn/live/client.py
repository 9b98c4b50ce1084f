"""A redis-py client for whatever an address names: one server, the master that Sentinels name, or a Cluster.

It never retries by itself: after a failure nobody knows whether a call took effect, and the asker looks anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from redis.asyncio import Redis
from redis.asyncio.cluster import RedisCluster
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from luisterlijn.live.tasks import spawn

AWAY = (RedisConnectionError, RedisTimeoutError, OSError)
CONNECT_SECONDS = 2.0
Greeting = Callable[[Any], Awaitable[None]]


def client(url: str, *, timeout: float = 5.0, connected: Greeting | None = None) -> Redis:
    """A client.

    Args:
        url: `unix://`, `redis://` or `rediss://`, with `?cluster=1` a Cluster; `redis+sentinel://host:port,.../name`.
        timeout: seconds of silence after which an answer no longer comes.
        connected: greets each new connection instead of `on_connect`, which it must call; not in a Cluster.
    """
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    options: dict[str, Any] = {
        "decode_responses": True,
        "retry": Retry(NoBackoff(), 0),
        "socket_connect_timeout": CONNECT_SECONDS,
        "socket_timeout": timeout,
    }
    if query.pop("cluster", "0") == "1":
        plain = parts._replace(query=urlencode(query)).geturl()
        return cast("Redis", RedisCluster.from_url(plain, **options))
    if parts.scheme.endswith("+sentinel"):
        return _of_sentinels(parts, options | {"redis_connect_func": connected})
    return Redis.from_url(url, redis_connect_func=connected, **options)


def _of_sentinels(parts: SplitResult, options: dict[str, Any]) -> Redis:
    account, _, hosts = parts.netloc.rpartition("@")
    name, _, password = map(unquote, account.partition(":"))
    places = [(host.strip("[]"), int(port)) for host, _, port in (one.rpartition(":") for one in hosts.split(","))]
    asked = {name: options[name] for name in ("decode_responses", "retry", "socket_connect_timeout")}
    sentinel: Any = Sentinel(places, sentinel_kwargs=asked | {"socket_timeout": CONNECT_SECONDS})  # type: ignore[no-untyped-call]
    known = {"username": name or None, "password": password or None, "ssl": parts.scheme.startswith("rediss")}
    return cast("Redis", sentinel.master_for(parts.path.strip("/"), **options, **known))


async def let_go(redis: Redis) -> None:
    """Close a client's connections, to the end also where the asker is cancelled meanwhile.

    redis-py closes each in a task of its own: cancelled with the asker before it began, it would leave the connection open.
    """
    closing = spawn(_closed(redis), name="valkey.close")
    try:
        await asyncio.shield(closing)
    except asyncio.CancelledError:
        await asyncio.wait({closing})
        raise


async def _closed(redis: Any) -> None:
    await redis.aclose()
    if not isinstance(redis, RedisCluster) and isinstance(redis.connection_pool, SentinelConnectionPool):
        for sentinel in redis.connection_pool.sentinel_manager.sentinels:
            await sentinel.aclose()


async def drop_idle(redis: Any) -> None:
    """Connect anew from the next call on: the server behind the address is no longer the one that takes writes."""
    if not isinstance(redis, RedisCluster):
        await redis.connection_pool.disconnect(inuse_connections=False)


async def takes_writes(redis: Any) -> bool:
    """Whether the server answers, and is no replica.

    Raises:
        RedisError: it does not answer.
    """
    if isinstance(redis, RedisCluster):
        return bool(await redis.ping())
    return bool((await redis.role())[0] == "master")


def primary_of(redis: Any, key: str) -> str:
    """In a Cluster the server that has this key now, as far as the client knows; elsewhere empty."""
    if not isinstance(redis, RedisCluster) or not redis.nodes_manager.slots_cache:
        return ""
    node = redis.get_node_from_key(key)
    return str(node.name) if node is not None else ""
