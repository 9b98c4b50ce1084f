"""`python -m luisterlijn` is the command `luisterlijn`."""

from luisterlijn.cli import main

if __name__ == "__main__":
    main()
