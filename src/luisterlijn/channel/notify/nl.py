"""The messages in Dutch (B1, je)."""

from __future__ import annotations

from luisterlijn.volunteer.messages import Kind

NL: dict[Kind, tuple[str, str]] = {
    "invitation": (
        "Welkom bij {line}",
        (
            "Dag {name},\n\nJe kunt meedoen bij {line}. Kies met deze link een wachtwoord. De link werkt één keer. "
            "Werkt hij niet meer? Vraag je coördinator dan om een nieuwe link."
        ),
    ),
    "reminder_day": (
        "Je dienst: {when}",
        "Dag {name},\n\nJe staat ingeroosterd op {when}. Kun je niet? Geef de dienst dan nu weg bij Mijn diensten.",
    ),
    "reminder_hour": (
        "Zo begint je dienst: {when}",
        "Dag {name},\n\nOver een uur begint je dienst ({when}). Log dan in en druk op de knop: Ik ben er, ik ben klaar.",
    ),
    "late": (
        "Ben je er al?",
        (
            "Dag {name},\n\nJe dienst is begonnen ({when}), en we zien je nog niet. "
            "Log in en druk op de knop: Ik ben er, ik ben klaar. Lukt het niet? Dan vragen we iemand anders."
        ),
    ),
    "callout": (
        "Kun je komen? {when}",
        (
            "Dag {name},\n\n{line} zoekt iemand voor {when}. Kun je? "
            "Zeg ja of nee met deze link. Je hoeft niet in te loggen."
        ),
    ),
    "callout_filled": (
        "Al gevonden: {when}",
        "Dag {name},\n\nVoor {when} is al iemand gevonden. Je hoeft niet te komen. Dank je wel.",
    ),
    "callout_exhausted": (
        "Niemand gevonden: {when}",
        "Dag {name},\n\nVoor {when} is iedereen gevraagd, en er zijn nog te weinig mensen. Kijk bij Oproepen wat je kunt doen.",
    ),
    "moved_up": (
        "Er is plaats: {when}",
        (
            "Dag {name},\n\nJe stond op de wachtlijst voor {when}. Er is plaats gekomen: je staat nu ingeroosterd. "
            "Kun je niet meer? Zeg dat dan bij Mijn diensten."
        ),
    ),
    "assigned": (
        "Je bent ingeroosterd: {when}",
        "Dag {name},\n\nEen coördinator heeft je ingeroosterd op {when}. Kun je niet? Zeg dat dan bij Mijn diensten.",
    ),
    "removed": (
        "Je dienst vervalt: {when}",
        "Dag {name},\n\nJe staat niet meer ingeroosterd op {when}. Vragen? Bel een coördinator.",
    ),
    "shift_changed": (
        "Je dienst is anders: {when}",
        (
            "Dag {name},\n\nEen dienst van je is veranderd. Hij is nu op {when}. "
            "Kun je dan niet? Zeg dat dan bij Mijn diensten."
        ),
    ),
    "shifts_changed": (
        "Diensten van je zijn anders, vanaf {when}",
        (
            "Dag {name},\n\n{count} diensten van je zijn veranderd. De eerste is nu op {when}. "
            "Kijk bij je diensten hoe laat de andere zijn."
        ),
    ),
    "shifts_cancelled": (
        "Diensten van je gaan niet door, vanaf {when}",
        (
            "Dag {name},\n\n{count} diensten van je gaan niet door. De eerste was op {when}. "
            "Kijk bij je diensten welke er nog zijn."
        ),
    ),
    "shift_cancelled": (
        "Je dienst gaat niet door: {when}",
        "Dag {name},\n\nDe dienst op {when} gaat niet door.",
    ),
    "swap_offered": (
        "Kun je deze dienst overnemen? {when}",
        (
            "Dag {name},\n\nEen collega vraagt of je de dienst op {when} wilt overnemen. "
            "Wil je dat? Neem hem dan over bij Mijn diensten. Nee zeggen mag altijd."
        ),
    ),
    "swap_asked": (
        "Vind je deze ruil goed? {when}",
        (
            "Dag {name},\n\nTwee vrijwilligers willen de dienst op {when} ruilen of overdragen. "
            "Zeg bij Ruilen of je dat goed vindt."
        ),
    ),
    "swap_done": (
        "De ruil is rond: {when}",
        "Dag {name},\n\nDe ruil van de dienst op {when} is rond. Kijk bij je diensten wat er voor jou verandert.",
    ),
    "swap_refused": (
        "De ruil gaat niet door: {when}",
        "Dag {name},\n\nDe ruil van de dienst op {when} gaat niet door. Je diensten blijven zoals ze waren.",
    ),
    "shift_asked": (
        "Wil je deze dienst doen? {when}",
        (
            "Dag {name},\n\nEr is iemand nodig voor deze dienst:\n\n{shifts}\n\nWil je hem doen? Zeg ja of nee met deze link. "
            "Je hoeft niet in te loggen. Nee zeggen mag altijd. "
            "Antwoorden kan tot en met {on}."
        ),
    ),
    "shifts_asked": (
        "Wil je een van deze diensten doen?",
        (
            "Dag {name},\n\nEr is iemand nodig voor deze diensten:\n\n{shifts}\n\nWelke wil je doen? "
            "Zeg bij elke dienst ja of nee met deze link. Je hoeft niet in te loggen. Nee zeggen mag altijd. "
            "Antwoorden kan tot en met {on}."
        ),
    ),
    "broadcast": ("Bericht van {line}", "{body}"),
    "expiring": (
        "Je papieren verlopen bijna",
        (
            "Dag {name},\n\n{paper} verloopt op {on}. "
            "Zonder geldige papieren kun je geen gesprekken krijgen. Vraag je coördinator wat je moet doen."
        ),
    ),
    "try": ("Dit werkt", "Dag {name},\n\nZo bereikt {line} je. Je hoeft niets te doen."),
}

NL_PAPER = ("Je verklaring omtrent gedrag (VOG)", "Je training {what}")
"""The certificate, or a training."""
