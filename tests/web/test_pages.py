"""The built pages in memory."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from luisterlijn.web.pages import Pages


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    """A page, a worker, and two assets, one of them small."""
    (tmp_path / "caller.html").write_text("<!doctype html>" + "x" * 1000)
    (tmp_path / "push.worker.js").write_text("self.x = 1;\n")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "caller-abc123.js").write_text("let a = 1;\n" * 200)
    (tmp_path / "assets" / "dot.svg").write_text("<svg/>")
    return Pages(tmp_path)


def request(**headers: str) -> web.Request:
    return make_mocked_request("GET", "/", headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_page_is_asked_for_each_time_and_its_assets_never_again(pages: Pages) -> None:
    assert pages.page(request(), "caller").headers["Cache-Control"] == "no-cache"
    asset = pages.asset(request(), "caller-abc123.js")
    assert asset.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert asset.content_type == "text/javascript"


def test_asset_is_gzipped_for_who_takes_it(pages: Pages) -> None:
    plain = pages.asset(request(), "caller-abc123.js")
    packed = pages.asset(request(Accept_Encoding="br, gzip"), "caller-abc123.js")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert isinstance(packed.body, bytes)
    assert gzip.decompress(packed.body) == plain.body
    assert "Content-Encoding" not in pages.asset(request(Accept_Encoding="gzip"), "dot.svg").headers


def test_page_the_browser_has_is_not_sent_again(pages: Pages) -> None:
    tag = pages.page(request(), "caller").headers["ETag"]
    assert pages.page(request(If_None_Match=tag), "caller").status == 304


def test_worker_is_asked_for_each_time_because_its_name_stays(pages: Pages) -> None:
    worker = pages.worker(request(), "push.worker.js")
    assert (worker.content_type, worker.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    with pytest.raises(web.HTTPNotFound):
        pages.worker(request(), "other.worker.js")


@pytest.mark.parametrize("name", ["nothing.js", "../caller.html", "caller.html", "push.worker.js", ""])
def test_asset_that_is_none_is_not_found(pages: Pages, name: str) -> None:
    with pytest.raises(web.HTTPNotFound):
        pages.asset(request(), name)


def test_pages_that_are_not_built_say_how(tmp_path: Path) -> None:
    pages = Pages(tmp_path)
    answer = pages.page(request(), "caller")
    assert (answer.status, "make pages" in str(answer.text)) == (503, True)
