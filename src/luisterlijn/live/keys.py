"""Names of everything a line keeps in Valkey; `prelude.lua` holds the same table and a house test compares the two.

All keys of a line share the hash tag of its root, so a line lives on one shard and a deployment carries many lines.
"""

from __future__ import annotations

NAMES: dict[str, str] = {
    "meta": "meta",
    "policy": "policy",
    "facts": "facts",
    "signals": "signals",
    "contact": "c",
    "volunteer": "v",
    "waiting": "waiting",
    "line": "line",
    "lanes": "lanes",
    "ready": "ready",
    "turns": "turns",
    "profile_lanes": "profile_lanes",
    "lane_profiles": "lane_profiles",
    "passed": "passed",
    "messages": "messages",
    "message_keys": "message_keys",
    "asides": "asides",
    "aside_keys": "aside_keys",
    "helping": "helping",
    "notices": "notices",
    "deadlines": "deadlines",
    "shifts": "shifts",
    "volunteers": "volunteers",
    "talking": "talking",
    "attempts": "attempts",
    "blocked": "blocked",
    "abuse_key": "abuse_key",
    "consumers": "consumers",
}


def root(line: str) -> str:
    """The one key a Function declares: `ll:{line}`."""
    return f"ll:{{{line}}}"


def name(line: str, what: str, of: str | None = None) -> str:
    """The key of `what` (a name in `NAMES`), of one contact, volunteer, lane or day if given."""
    base = f"{root(line)}:{NAMES[what]}"
    return base if of is None else f"{base}:{of}"
