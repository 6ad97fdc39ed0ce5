"""The program's entry: the window at once, the command line for everything else."""

import sys
from pathlib import Path


def main() -> None:
    """Run the program. What only opens the window does not wait for the command line to be imported."""
    words = sys.argv[1:]
    if not words or (len(words) == 2 and words[0] == "open" and not words[1].startswith("-")):
        from annotator.gui.app import run

        raise SystemExit(run(Path(words[1]) if words else None))
    from annotator.cli import main as command

    command()


if __name__ == "__main__":
    main()
