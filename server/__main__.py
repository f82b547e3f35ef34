"""Run the command line program with `python -m server`."""

from .cli import main

if __name__ == "__main__":
    main()
