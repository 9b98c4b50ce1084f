"""THE CALLER'S PATH: one file a hop, its atomic half (`.lua`) beside it.

    intake ----> queue ------> offer --------> conversation ----> wrapup -----> closed
    arrived      waiting       offered         talking            after-work
      |          |   ^           |                |
      |          |   +-----------+----------------+  declined, expired, withdrawn, volunteer lost: same place, or first
      |          +--> abandoned   left, or silent past the grace; the ticket brings it back within the resume window
      +--> refused                closed, full, blocked, too many: an arrival all the same

`lifecycle` has the table of legal moves, `routing` the policy, `estimate` the wait told, `mirror` a node's view of the line.
"""
