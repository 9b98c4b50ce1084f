"""What a volunteer's console shows, from the engine's fields (pure). No queue figures: they breed unrest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from luisterlijn import clock
from luisterlijn.channel.protocol import Me, OfferCard, OwnTalk, ShiftNow, Talk
from luisterlijn.contact.conversation import Look
from luisterlijn.contact.offer import offer_id
from luisterlijn.volunteer.coverage import CHANNELS

Fields = Mapping[str, str]
Named = Callable[[str], str]


@dataclass(frozen=True)
class Hands:
    """The contacts a volunteer has: in conversation, in wrap-up (since when), and on offer."""

    talks: tuple[str, ...] = ()
    wraps: tuple[str, ...] = ()
    wrap_at: Mapping[str, datetime] = field(default_factory=dict)
    offer: str = ""

    @property
    def contacts(self) -> tuple[str, ...]:
        """All of them, each once."""
        return tuple(dict.fromkeys((*self.talks, *self.wraps, *((self.offer,) if self.offer else ()))))


def hands_of(volunteer: Fields) -> Hands:
    """From the fields of a volunteer (`presence.lua`)."""
    since = (word.rpartition("@") for word in volunteer.get("wrap_at", "").split())
    return Hands(
        talks=tuple(volunteer.get("talks", "").split()),
        wraps=tuple(volunteer.get("wraps", "").split()),
        wrap_at={contact: clock.from_ms(int(at)) for contact, _, at in since},
        offer=volunteer.get("offer", ""),
    )


def lost_talk(volunteer: Fields) -> bool:
    """Whether a conversation was lost by being away too long, and the volunteer was not ready since."""
    return volunteer.get("lost") == "1"


MAY_BE_READY = {"early": "early", "off": "no_shift", "lacks": "lacks"}
"""By what `roster.lua` says of the duty; else they may."""


def shift_now(volunteer: Fields) -> ShiftNow | None:
    """The span on duty, or the next one, as far as the engine knows it."""
    begins, ends, fit = (int(volunteer.get(name) or 0) for name in ("shift_from", "shift_until", "fit"))
    if not ends:
        return None
    lanes = volunteer.get("lanes", "")
    narrowed = lanes != volunteer.get("own_lanes", lanes)
    return ShiftNow(
        begins=clock.from_ms(begins),
        ends=clock.from_ms(ends),
        nothing_new_from=clock.from_ms(max(begins, ends - fit)) if fit else None,
        only=tuple(channel for channel in CHANNELS if narrowed and f" {channel}." in f" {lanes}"),
    )


def _topic(contact: Fields) -> str | None:
    return contact.get("topic") or None


def offer_card(contact: str, fields: Fields, volunteer: str, now: datetime) -> OfferCard | None:
    """The offer of this contact to this volunteer, or None if it is no longer that."""
    if fields.get("offer_to") != volunteer:
        return None
    return OfferCard(
        offer=offer_id(contact, fields["offer"]),
        contact=contact,
        channel="phone" if fields["channel"] == "phone" else "chat",
        language=fields["language"],
        topic=_topic(fields),
        urgent=fields["urgent"] == "1",
        waited_s=max(0, round((now - clock.from_ms(int(fields["arrived"]))).total_seconds())),
        wrote_already=fields["seq"] != "0",
        transfer=fields.get("moving") == "1",
        due_at=clock.from_ms(int(fields["offer_due"])),
    )


def talk(
    contact: str, fields: Fields, volunteer: str, wrapup_due_at: datetime | None, named: Named = str
) -> Talk | None:
    """A conversation or wrap-up without its messages; None if nothing is known of the contact.

    Args:
        wrapup_due_at: given for a wrap-up, also of a contact that somebody else talks with now.
        named: gives the name of a coordinator.
    """
    if not fields:
        return None
    mine = wrapup_due_at is None and fields.get("volunteer") == volunteer
    connection = fields.get("conn")
    return Talk(
        contact=contact,
        state="conversation" if wrapup_due_at is None else "wrapup",
        channel="phone" if fields["channel"] == "phone" else "chat",
        language=fields["language"],
        topic=_topic(fields),
        urgent=fields["urgent"] == "1",
        caller="connected" if connection == "connected" else "unsure" if connection == "unsure" else "gone",
        transfer=mine and fields.get("moving") == "1",
        hand=mine and fields.get("hand") == "1",
        coordinator=named(coordinator) if mine and (coordinator := fields.get("coordinator")) else None,
        handed_over=wrapup_due_at is not None and fields.get("volunteer") != volunteer,
        started_at=clock.from_ms(int(fields.get("talk_at") or fields["arrived"])),
        wrapup_due_at=wrapup_due_at,
        delivered=int(fields["delivered_caller"]) if mine else 0,
        read=int(fields["read_caller"]) if mine else 0,
    )


def me(
    volunteer: str,
    fields: Fields,
    looks: Mapping[str, Look],
    today: Sequence[OwnTalk],
    *,
    wrapup: timedelta,
    now: datetime,
    named: Named = str,
    rota: int = 0,
) -> Me:
    """The whole truth about a volunteer, without messages.

    Args:
        looks: a look at each of the contacts in the volunteer's hands.
        wrapup: the longest wrap-up.
        named: gives the name of a coordinator.
        rota: see `Me`.
    """
    hands = hands_of(fields)
    talks = [talk(one, looks[one].fields, volunteer, None, named) for one in hands.talks]
    talks += [talk(one, looks[one].fields, volunteer, hands.wrap_at.get(one, now) + wrapup) for one in hands.wraps]
    rest_until = clock.from_ms(int(fields.get("rest_until") or 0))
    presence = fields.get("presence", "offline")
    return Me(
        presence=presence,  # type: ignore[arg-type]  # the engine's own word, checked by pydantic
        reason=fields.get("reason", ""),
        lost_talk=lost_talk(fields),
        draining=fields.get("draining") == "1",
        chats=int(fields.get("chats") or 1),
        rest_until=rest_until if presence == "resting" else None,
        offer=offer_card(hands.offer, looks[hands.offer].fields, volunteer, now) if hands.offer else None,
        talks=[one for one in talks if one is not None],
        today=list(today),
        shift=shift_now(fields),
        may_be_ready=MAY_BE_READY.get(fields.get("duty", ""), "yes"),  # type: ignore[arg-type]  # its own words
        past_end=fields.get("past_end") == "1",
        rota=rota,
    )
