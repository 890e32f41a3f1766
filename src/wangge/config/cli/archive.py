"""One file that holds a folder: a compressed tar whose manifest names every file with its checksum."""

import hashlib
import json
import os
import shutil
import tarfile
from pathlib import Path, PurePosixPath
from typing import Any

from wangge.config.cli.errors import ArchiveDamaged

MANIFEST = "manifest.json"


def pack(folder: Path, archive: Path, **about: str) -> None:
    """Write the folder into `archive`, whole or not at all; only its owner may read it."""
    manifest = {**about, "files": {name: checksum(folder / name) for name in names(folder)}}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")
    partial = archive.with_name(f".{archive.name}.partial")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar:
                for name in (MANIFEST, *manifest["files"]):
                    tar.add(folder / name, arcname=name)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(archive)
    finally:
        partial.unlink(missing_ok=True)


def unpack(archive: Path, folder: Path) -> dict[str, Any]:
    """Lay the archive out in an empty folder and give its manifest; refuse it unless every byte is right."""
    try:
        with tarfile.open(archive, mode="r:gz") as tar:
            for member in tar:
                _lay_out(tar, member, folder)
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        (folder / MANIFEST).unlink()
        wanted: dict[str, str] = manifest["files"]
    except (tarfile.TarError, OSError, EOFError, ValueError, KeyError) as error:
        raise ArchiveDamaged(archive=archive.name, reason=str(error) or type(error).__name__) from error
    found = {name: checksum(folder / name) for name in names(folder)}
    if wrong := sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)):
        raise ArchiveDamaged(archive=archive.name, reason=", ".join(wrong[:3]))
    return manifest


def _lay_out(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """One plain file below the folder; by hand, for not every Python 3.11 knows tarfile's filters."""
    way = PurePosixPath(member.name)
    content = tar.extractfile(member) if member.isreg() else None
    if content is None or way.is_absolute() or ".." in way.parts:
        raise ValueError(member.name)
    target = folder / way
    target.parent.mkdir(parents=True, exist_ok=True)
    with content, target.open("xb") as file:
        shutil.copyfileobj(content, file)
    target.chmod(0o600)


def names(folder: Path) -> list[str]:
    """The files below a folder, as relative names in order."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def checksum(file: Path) -> str:
    """SHA-256 in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
