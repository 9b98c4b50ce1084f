from __future__ import annotations

import json
from datetime import timedelta

import pytest

from luisterlijn.channel.notify.push import PushSender, is_outside, key_of, public_key
from luisterlijn.channel.notify.way import Letter, NotSentError, Words
from tests.channel.notify.post import browser

SECRET = "not-a-secret-but-long-enough-for-a-test"
LETTER = Letter(
    7, Words("Kun je komen?", "Eén vraag.", "https://x.example/answer#1.a"), urgent=True, lives=timedelta(hours=2)
)
SENDER = PushSender(key_of(SECRET), "mailto:lijn@test.example", 2.0, lambda _: True)


def test_key_is_the_same_on_every_node_and_another_with_another_secret() -> None:
    assert public_key(key_of(SECRET)) == public_key(key_of(SECRET))
    assert public_key(key_of(SECRET)) != public_key(key_of(SECRET + "x"))
    assert len(public_key(key_of(SECRET))) == 87


async def test_push_is_read_by_the_browser_that_subscribed_and_signed_by_the_line() -> None:
    async with browser() as one:
        await SENDER.send(one.subscription, LETTER)
    assert one.taken == [
        {"title": "Kun je komen?", "body": "Eén vraag.", "url": "https://x.example/answer#1.a", "tag": "7"}
    ]
    (headers,) = one.headers
    assert (headers["ttl"], headers["urgency"], headers["content-encoding"]) == ("7200", "high", "aes128gcm")
    assert f"k={public_key(key_of(SECRET))}" in headers["authorization"]


@pytest.mark.parametrize(
    ("status", "for_good", "gone"),
    [(410, True, True), (404, True, True), (413, True, False), (429, False, False), (503, False, False)],
)
async def test_push_refused_says_whether_to_try_again(status: int, *, for_good: bool, gone: bool) -> None:
    async with browser() as one:
        one.status = status
        with pytest.raises(NotSentError) as refused:
            await SENDER.send(one.subscription, LETTER)
    assert (refused.value.for_good, refused.value.gone) == (for_good, gone)


async def test_push_without_a_service_is_tried_again() -> None:
    async with browser() as one:
        subscription = one.subscription
    with pytest.raises(NotSentError, match="cannot be reached") as refused:
        await SENDER.send(subscription, LETTER)
    assert not refused.value.for_good


@pytest.mark.parametrize(
    "odd", ["", "{}", json.dumps({"endpoint": "https://x.example", "keys": {"p256dh": "x", "auth": "y"}})]
)
async def test_push_to_an_odd_subscription_forgets_it(odd: str) -> None:
    with pytest.raises(NotSentError) as refused:
        await SENDER.send(odd, LETTER)
    assert refused.value.gone


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_push_into_the_own_network_is_not_sent(host: str) -> None:
    sender = PushSender(key_of(SECRET), "mailto:lijn@test.example", 2.0)
    async with browser() as one:
        there = json.loads(one.subscription)
        there["endpoint"] = there["endpoint"].replace("127.0.0.1", host)
        with pytest.raises(NotSentError, match="cannot be reached"):
            await sender.send(json.dumps(there), LETTER)
    assert one.headers == []


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        ("142.250.179.138", True),
        ("2a00:1450:400e:80f::200a", True),
        ("10.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_outside_is_the_internet(address: str, *, outside: bool) -> None:
    assert is_outside(address) is outside
