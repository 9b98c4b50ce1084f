"""The messages in English."""

from __future__ import annotations

from luisterlijn.volunteer.messages import Kind

EN: dict[Kind, tuple[str, str]] = {
    "invitation": (
        "Welcome to {line}",
        (
            "Hello {name},\n\nYou can join {line}. Choose a password with this link. The link works once. "
            "Does it not work any more? Ask your coordinator for a new link."
        ),
    ),
    "reminder_day": (
        "Your shift: {when}",
        "Hello {name},\n\nYou are on the rota for {when}. If you cannot come, please give it away now, under My shifts.",
    ),
    "reminder_hour": (
        "Your shift begins soon: {when}",
        "Hello {name},\n\nYour shift begins in an hour ({when}). Log in and say that you are ready: that checks you in.",
    ),
    "late": (
        "Are you there?",
        (
            "Hello {name},\n\nYour shift has begun ({when}), and we do not see you yet. "
            "Log in and say that you are ready. If you cannot, we will ask somebody else."
        ),
    ),
    "callout": (
        "Can you come? {when}",
        (
            "Hello {name},\n\n{line} is looking for somebody for {when}. Can you help? "
            "Say yes or no with this link. You need not log in."
        ),
    ),
    "callout_filled": (
        "Filled: {when}",
        "Hello {name},\n\nSomebody was found for {when}. You need not come. Thank you.",
    ),
    "callout_exhausted": (
        "Nobody found: {when}",
        "Hello {name},\n\nEverybody was asked for {when}, and there are still too few. See Call-outs for what you can do.",
    ),
    "moved_up": (
        "There is a place: {when}",
        (
            "Hello {name},\n\nYou were on the waiting list for {when}. A place came free: you are now on the rota. "
            "If you cannot come any more, please say so under My shifts."
        ),
    ),
    "assigned": (
        "You are on the rota: {when}",
        (
            "Hello {name},\n\nA coordinator has put you on the rota for {when}. "
            "If you cannot come, please say so under My shifts."
        ),
    ),
    "removed": (
        "Your shift is off: {when}",
        "Hello {name},\n\nYou are no longer on the rota for {when}. Questions? Call a coordinator.",
    ),
    "shift_changed": (
        "Your shift has changed: {when}",
        (
            "Hello {name},\n\nOne of your shifts has changed. It is now on {when}. "
            "If you cannot come then, please say so under My shifts."
        ),
    ),
    "shifts_changed": (
        "Shifts of yours have changed, from {when}",
        (
            "Hello {name},\n\n{count} of your shifts have changed. The first is now on {when}. "
            "Look at your shifts for the times of the others."
        ),
    ),
    "shifts_cancelled": (
        "Shifts of yours are cancelled, from {when}",
        (
            "Hello {name},\n\n{count} of your shifts are cancelled. The first was on {when}. "
            "Look at your shifts for those that are left."
        ),
    ),
    "shift_cancelled": (
        "Your shift is cancelled: {when}",
        "Hello {name},\n\nThe shift on {when} is cancelled.",
    ),
    "swap_offered": (
        "Can you take this shift? {when}",
        (
            "Hello {name},\n\nA colleague asks whether you would take the shift on {when}. "
            "If you would, take it over under My shifts. Saying no is always fine."
        ),
    ),
    "swap_asked": (
        "Is this swap all right? {when}",
        (
            "Hello {name},\n\nTwo volunteers want to swap or hand over the shift on {when}. "
            "Please say under Swaps whether that is all right."
        ),
    ),
    "swap_done": (
        "The swap is done: {when}",
        "Hello {name},\n\nThe swap of the shift on {when} is done. Your shifts show what changes for you.",
    ),
    "swap_refused": (
        "The swap is off: {when}",
        "Hello {name},\n\nThe swap of the shift on {when} is off. Your shifts stay as they were.",
    ),
    "shift_asked": (
        "Would you like to take this shift? {when}",
        (
            "Hello {name},\n\nSomebody is needed for this shift:\n\n{shifts}\n\nWould you like to take it? "
            "Say yes or no with this link. You need not log in. Saying no is always fine. "
            "You can answer up to and including {on}."
        ),
    ),
    "shifts_asked": (
        "Would you like to take one of these shifts?",
        (
            "Hello {name},\n\nSomebody is needed for these shifts:\n\n{shifts}\n\nWhich would you like to take? "
            "Say yes or no to each with this link. You need not log in. Saying no is always fine. "
            "You can answer up to and including {on}."
        ),
    ),
    "broadcast": ("Message from {line}", "{body}"),
    "expiring": (
        "Your papers expire soon",
        (
            "Hello {name},\n\n{paper} expires on {on}. "
            "Without valid papers no conversations come to you. Ask your coordinator what to do."
        ),
    ),
    "try": ("This works", "Hello {name},\n\nThis is how {line} reaches you. You need not do anything."),
}

EN_PAPER = ("Your certificate of conduct", "Your training {what}")
"""The certificate, or a training."""
