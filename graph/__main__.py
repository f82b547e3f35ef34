"""Run the commands of the graph with `python -m graph`."""

from .cli import cli

if __name__ == "__main__":
    cli(prog_name="consulaire")
