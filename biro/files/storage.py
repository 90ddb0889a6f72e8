"""Where contents lie. One interface, addressed by hash, so that a bucket can stand in for the disk one day."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from flask import current_app

CHUNK = 1024 * 1024


class TooLarge(Exception):
    """More bytes came than may come in."""


@dataclass(frozen=True)
class Received:
    """A complete upload in a temporary file."""

    path: Path
    size: int
    sha256: str


class Storage(Protocol):
    """What a place for contents must be able to do."""

    def scratch(self) -> Path:
        """A folder for uploads on their way in."""
        ...

    def keep(self, received: Received) -> None:
        """Make the content durable under its hash; the same content twice is kept once."""
        ...

    def open(self, sha256: str) -> IO[bytes]:
        """The content, readable and seekable; FileNotFoundError when it is not there."""
        ...


class Folder:
    """`file:` storage: `<root>/ab/cd/<sha256>`, readable by Biro's own user only."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def scratch(self) -> Path:
        """On the same disk, so that a rename is enough to bring a file in."""
        folder = self.root / "masuk"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _path(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def keep(self, received: Received) -> None:
        """Rename and sync the folder: after a power cut the file is whole or absent, never half."""
        target = self._path(received.sha256)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(received.path, target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def open(self, sha256: str) -> IO[bytes]:
        """The file on disk."""
        return self._path(sha256).open("rb")


def here() -> Storage:
    """The storage that the configuration names."""
    scheme, _colon, place = current_app.config["STORAGE_URL"].partition(":")
    if scheme != "file":
        raise LookupError(f"no storage for {scheme}:")
    return Folder(Path(place))


@contextmanager
def receiving(storage: Storage, stream: IO[bytes], limit: int) -> Iterator[Received]:
    """The stream in a synced temporary file, hashed on the way; whatever happens, nothing temporary stays behind."""
    handle, name = tempfile.mkstemp(dir=storage.scratch())
    path, digest, size = Path(name), hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as file:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > limit:
                    raise TooLarge
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        yield Received(path, size, digest.hexdigest())
    finally:
        with suppress(FileNotFoundError):  # kept: it was renamed
            path.unlink()
