"""First run: puts router.yaml, DISPATCH.md and exemplars.yaml into the config folder where they are missing.

Law: an existing file is never touched, and no reader ever sees half of a new one, however many replicas start at once.
A file is written in full under another name first; a hard link then gives it its own name, which fails if the name is taken.
"""

import contextlib
import errno
import fcntl
import os
import stat
import tempfile
from pathlib import Path
from typing import Final

from shared.config.load import default_text

FIRST_FILES: Final = ("router.yaml", "DISPATCH.md", "exemplars.yaml")
_NO_HARD_LINKS: Final = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}
"""What file systems without hard links answer (some network and desktop mounts)."""


class BootstrapError(Exception):
    """The config folder can't be written; the message names it and says how to mend that."""


def write_first_files(folder: Path) -> list[Path]:
    """Write the first files that are missing, make the folder if needed; returns those written. Raises `BootstrapError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [folder / name for name in FIRST_FILES if _write_once(folder / name, default_text(name))]
    except OSError as error:
        raise BootstrapError(_advice(folder, error)) from error


def _write_once(path: Path, text: bytes) -> bool:
    """Create `path` with `text`; False when the name is taken, be it by a dangling link."""
    if os.path.lexists(path):
        return False
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text)
            os.fchmod(file.fileno(), stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP | stat.S_IROTH)
            file.flush()
            os.fsync(file.fileno())
        return _give_name(draft, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(draft)


def _give_name(draft: str, path: Path) -> bool:
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        return _rename_alone(draft, path)
    return True


def _rename_alone(draft: str, path: Path) -> bool:
    """Rename would overwrite, so look first, with the folder locked against other replicas that do the same."""
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        if os.path.lexists(path):
            return False
        os.rename(draft, path)
        return True
    finally:
        os.close(folder)


def _advice(folder: Path, error: OSError) -> str:
    """One line: what could not be written, who owns it, who we are, what to type."""
    reason = error.strerror or str(error)
    if error.errno not in (errno.EACCES, errno.EPERM):
        return f"cannot write the first config files into {folder}: {reason}"
    nearest = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    owner, me, group = nearest.stat().st_uid, os.geteuid(), os.getegid()
    return (
        f"cannot write the first config files into {folder}: {reason}; it belongs to user {owner} and this process "
        f"is user {me}. Give it the folder: chown -R {me}:{group} {folder} (in a container: the folder on the host "
        "that is mounted there)"
    )
