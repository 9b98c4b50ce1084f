"""Gzipped bytes of everything the caller's page loads: the page, and every script, style and picture it names.

Budget: <= 60 kB in all.
"""

from __future__ import annotations

import gzip
import re
from importlib import resources

from loadtests.result import Result, judged

BUDGET = "<= 60"


async def run() -> list[Result]:
    """Follow what the built page names, and what those name."""
    dist = resources.files("luisterlijn").joinpath("pages/dist")
    page = next(one for name in ("caller.html", "caller/index.html") if (one := dist.joinpath(name)).is_file())
    todo, seen, total = [page.read_bytes()], set[str](), 0
    while todo:
        body = todo.pop()
        total += len(gzip.compress(body, 9))
        for name in re.findall(r"assets/[\w.-]+", body.decode(errors="ignore")):
            if name not in seen and dist.joinpath(name).is_file():
                seen.add(name)
                todo.append(dist.joinpath(name).read_bytes())
    return [judged("caller_page", total / 1000, "kB", None, BUDGET)]
