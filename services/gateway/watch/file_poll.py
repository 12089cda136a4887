"""Has a file changed? By its content: an edit within the same second, a rename and a swapped symlink all count."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Seen:
    """What a path held when it was last read: its bytes, or why it could not be read."""

    data: bytes | None = None
    error: str = ""


def look(path: Path) -> Seen:
    """Read the file now; never raises. These files are small, so reading them is the surest way to compare."""
    try:
        return Seen(data=path.read_bytes())
    except FileNotFoundError:
        return Seen(error="the file does not exist")
    except OSError as error:
        return Seen(error=error.strerror or type(error).__name__)
    except ValueError:
        return Seen(error="its path can't be one of a file")
