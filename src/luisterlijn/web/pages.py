"""The built pages, their assets and the push worker, read once into memory, each also gzipped."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

from aiohttp import web

FOR_EVER = "public, max-age=31536000, immutable"
ALWAYS_ASK = "no-cache"
NOT_BUILT = "<!doctype html><title>Luisterlijn</title><p>The pages are not built yet: run <code>make pages</code>.\n"
SMALLEST_GZIPPED = 512


@dataclass(frozen=True)
class File:
    """One file as it is sent."""

    body: bytes
    gzipped: bytes | None
    content_type: str
    etag: str

    def answer(self, request: web.Request, cache: str) -> web.Response:
        """The file, or 304 if the browser has it."""
        headers = {"Cache-Control": cache, "ETag": f'"{self.etag}"', "Vary": "Accept-Encoding"}
        if any(one.value == self.etag for one in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        charset = "utf-8" if self.content_type.startswith("text/") else None
        if self.gzipped is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return web.Response(body=self.gzipped, headers=headers, content_type=self.content_type, charset=charset)
        return web.Response(body=self.body, headers=headers, content_type=self.content_type, charset=charset)


def _file(name: str, body: bytes) -> File:
    gzipped = gzip.compress(body, 9, mtime=0) if len(body) >= SMALLEST_GZIPPED else None
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if gzipped is not None and len(gzipped) >= len(body):
        gzipped = None
    return File(body, gzipped, kind, hashlib.sha256(body).hexdigest()[:32])


class Pages:
    """Everything under `pages/dist`."""

    def __init__(self, root: Traversable | None = None) -> None:
        root = root or resources.files("luisterlijn").joinpath("pages", "dist")
        self._html = {one.name: _file(one.name, one.read_bytes()) for one in _files(root) if one.name.endswith(".html")}
        self._workers = {
            one.name: _file(one.name, one.read_bytes()) for one in _files(root) if one.name.endswith(".js")
        }
        self._assets = {one.name: _file(one.name, one.read_bytes()) for one in _files(root.joinpath("assets"))}

    def page(self, request: web.Request, name: str) -> web.Response:
        """The page `name`, or one line that says how to build it."""
        file = self._html.get(f"{name}.html")
        if file is None:
            return web.Response(text=NOT_BUILT, content_type="text/html", status=503)
        return file.answer(request, ALWAYS_ASK)

    def worker(self, request: web.Request, name: str) -> web.Response:
        """A worker that a browser keeps under the same name for years.

        Raises:
            web.HTTPNotFound: there is no such worker.
        """
        file = self._workers.get(name)
        if file is None:
            raise web.HTTPNotFound
        return file.answer(request, ALWAYS_ASK)

    def asset(self, request: web.Request, name: str) -> web.Response:
        """The asset `name`; its name holds a hash of its content, so it is kept for ever.

        Raises:
            web.HTTPNotFound: there is no such asset.
        """
        file = self._assets.get(name)
        if file is None:
            raise web.HTTPNotFound
        return file.answer(request, FOR_EVER)


def _files(folder: Traversable) -> list[Traversable]:
    return [one for one in folder.iterdir() if one.is_file()] if folder.is_dir() else []
