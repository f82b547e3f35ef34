"""Send 100,000 malformed requests to the real server, half of them to one that takes updates; print what came back.

The requests and their judge are the tests' own (`tests/fuzz_*.py`). `malformed.py COUNT SEED` sends so many others.
"""

import sys
import tempfile
from pathlib import Path

from tests.fuzz_run import MODES, assault, is_well, serving

MORE_FILES, MORE_MEMORY = 60, 300  # MiB; what the processes of a server may hold more of than after a tenth


def main(count: int = 100_000, seed: int = 1) -> None:
    """Print the tables; exit 1 when an answer was wrong, a server was not well or kept files or memory."""
    failed = False
    for mode, options in MODES.items():
        with tempfile.TemporaryDirectory() as folder, serving(mode, Path(folder)) as server:
            report = assault(server, count // len(MODES), seed)
            well = is_well(server)
        more_files, more_memory = report.files[1] - report.files[0], report.memory[1] - report.memory[0]
        print(f"{mode} ({' '.join(options)}), seed {seed}\n{report.table()}\nwell afterwards: {well}\n")
        failed |= bool(report.faults) or not well or more_files > MORE_FILES or more_memory > MORE_MEMORY
    sys.exit(failed)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
