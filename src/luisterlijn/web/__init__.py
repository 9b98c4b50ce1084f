"""DOORS: the public listener (pages, websockets, API) and the internal one (metrics, health).

`routes` is the one table of what may be reached, how, and by whom. Nothing here decides: handlers read the request, call a
room or open a session of `channel`, and answer.
"""
