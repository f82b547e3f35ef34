"""Hold a file that lies in no folder: what is handed in over the web is read from memory, never from a disk."""

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath


@dataclass(frozen=True)
class Held:
    """Hold the name and the content of a file; it is read as a path is, and nothing of it is written anywhere."""

    name: str
    content: bytes = field(repr=False)

    def __str__(self) -> str:
        return self.name

    @property
    def suffix(self) -> str:
        """Give the ending of the name, with its dot."""
        return PurePosixPath(self.name).suffix

    @property
    def stem(self) -> str:
        """Give the name without its ending."""
        return PurePosixPath(self.name).stem

    def read_bytes(self) -> bytes:
        """Give the content."""
        return self.content

    def read_text(self, encoding: str = "utf-8") -> str:
        """Give the content as text; what is none in that encoding is replaced."""
        return self.content.decode(encoding, errors="replace")


Readable = Path | Held
