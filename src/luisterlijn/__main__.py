"""`python -m luisterlijn`."""

from luisterlijn.cli import main

main()
