"""CHANNELS: how callers, volunteers and coordinators speak with the rooms; today the chat, over websockets.

    socket      one websocket: hello first, bad frames counted, errors told as frames
    outbox      what waits for a slow reader, bounded; a reader too slow is told to come back
    hub         one a node: tails the line, keeps the mirror, tells the sessions what concerns them
    caller      frames of a caller <-> verbs of the caller's path
    console     frames of a volunteer <-> verbs
    board       the coordinator's figures, built once a second for everybody

`protocol` is the wire model; TypeScript is generated from it.
"""
