from __future__ import annotations

from luisterlijn import settings as settings_module
from luisterlijn.channel.notify.senders import senders

SECRET = "not-a-secret-but-long-enough-for-a-test"


def test_line_has_the_ways_its_settings_give_it() -> None:
    bare = settings_module.load(environment={}, notify={"url_kinds": []})
    full = settings_module.load(
        environment={}, notify={"mail": {"host": "x.example"}, "push_contact": "mailto:a@x.example"}
    )
    assert (set(senders(bare, SECRET)), set(senders(full, SECRET))) == (set(), {"mail", "push", "url"})
