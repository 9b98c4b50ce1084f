"""Where the program begins: `luisterlijn`, or `python -m luisterlijn`."""

import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command line; Ctrl-C ends it quietly, also while it is being loaded."""
    try:
        from luisterlijn import cli  # noqa: PLC0415 - this takes a while

        cli.main()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
