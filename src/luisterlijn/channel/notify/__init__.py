"""Sending: messages that rooms wrote (`volunteer/messages.py`) go out by every way their person is reached.

`courier` takes what is due and keeps what became of it; `words` says it in the person's language; `mail`, `push` and `url`
are the ways. A slow or dead server of one way holds up neither the others nor whoever wrote the message.
"""
