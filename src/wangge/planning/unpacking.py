"""What a sent map file is, told from its content, and laid out so that only its own reader reads it.

GDAL knows formats that fetch other files (VRT, GDALG): what is laid out here is none of them, whatever its
name was. JSON is written anew, XML must begin with <kml>, an archive gives out only files that are wanted.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import ParseError, iterparse

from wangge.planning.file_errors import (
    ArchiveUnsafe,
    LayerUnclear,
    MapFileTooLarge,
    NoPolygons,
    NotAMapFile,
    ShapefileAlone,
)

MOST_BYTES, MOST_UNPACKED, MOST_MEMBERS = 30 * 1024 * 1024, 200 * 1024 * 1024, 500
SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
READABLE = (".shp", ".gpkg", ".geojson", ".json", ".kml")
POLYGONS = {5, 15, 25}  # the shape types in the header of a .shp: plain, with Z, with M
GRIDS = "grids"  # what our own exports call the layer
GEOJSON = {"FeatureCollection", "Feature", "Polygon", "MultiPolygon", "GeometryCollection"}


@dataclass(frozen=True, slots=True)
class Laid:
    """A file that may be read, the encoding of its texts where it must be told, and a system it names."""

    path: Path
    encoding: str | None = None
    system: str = ""


def lay_out(content: bytes, folder: Path, *, file: str, layer: str = "") -> Laid:
    """Lay a sent file out in an empty folder; `file` is what people call it, `layer` one of a zip's files."""
    if len(content) > MOST_BYTES:
        raise MapFileTooLarge(file=file, most=MOST_BYTES // 1024 // 1024)
    if content.startswith(b"SQLite format 3\0") and content[68:72] in (b"GPKG", b"GP10", b"GP11"):
        return Laid(_put(folder / "plan.gpkg", content))
    if content.startswith(b"PK\x03\x04"):
        return _from_archive(content, folder, file=file, layer=layer)
    if content.startswith(b"\0\0\x27\x0a"):
        raise ShapefileAlone(stem=PurePosixPath(file).stem)
    begins = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if begins == b"{":
        return _json(content, folder, file=file)
    if begins == b"<":
        return _kml(content, folder, file=file)
    raise NotAMapFile(file=file)


def _put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _json(content: bytes, folder: Path, *, file: str) -> Laid:
    try:
        found = json.loads(_decoded(content))
    except (ValueError, RecursionError) as trouble:
        raise NotAMapFile(file=file) from trouble
    if not isinstance(found, dict) or str(found.get("type")) not in GEOJSON:
        raise NotAMapFile(file=file)
    system = found.get("system")
    anew = json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")
    return Laid(_put(folder / "plan.geojson", anew), system=system if isinstance(system, str) else "")


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _kml(content: bytes, folder: Path, *, file: str) -> Laid:
    """Only a document whose outermost element is <kml>, and that defines no entities."""
    if any(sign in content for sign in (b"<!DOCTYPE", b"<!ENTITY", b"\0")):
        raise NotAMapFile(file=file)
    try:
        _, root = next(iterparse(io.BytesIO(content), events=("start",)))  # noqa: S314 - without entities
    except (ParseError, StopIteration, ValueError, LookupError) as trouble:
        raise NotAMapFile(file=file) from trouble
    if root.tag.rpartition("}")[2] != "kml":
        raise NotAMapFile(file=file)
    return Laid(_put(folder / "plan.kml", content))


def _from_archive(content: bytes, folder: Path, *, file: str, layer: str) -> Laid:
    """The one file of an archive that holds the grids: what is called so, or the only one there is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _members(archive, file=file)
            wanted = _choose(archive, members, file=file, layer=layer)
            if wanted.suffix == ".shp":
                return _shapefile(archive, members, wanted, folder)
            inner = archive.read(members[wanted])
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as trouble:
        raise NotAMapFile(file=file) from trouble
    if inner.startswith(b"PK"):
        raise NotAMapFile(file=file)
    return lay_out(inner, folder, file=file)


def _members(archive: zipfile.ZipFile, *, file: str) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """The files of an archive that may be wanted, by their path in lower case."""
    infos = archive.infolist()
    locked = any(info.flag_bits & 1 for info in infos)
    if locked or len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise ArchiveUnsafe(file=file)
    paths = {PurePosixPath(_spelled(info).lower()): info for info in infos if not info.is_dir()}
    return {path: info for path, info in paths.items() if not path.name.startswith(".") and _ours(path)}


def _ours(path: PurePosixPath) -> bool:
    return "__macosx" not in path.parts and path.suffix in {*SHAPEFILE, *READABLE}


def _spelled(info: zipfile.ZipInfo) -> str:
    """The name as it was written: programs in China write GB18030 without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _choose(
    archive: zipfile.ZipFile, members: dict[PurePosixPath, zipfile.ZipInfo], *, file: str, layer: str
) -> PurePosixPath:
    there = [path for path in members if path.suffix in READABLE]
    if not there:
        raise NotAMapFile(file=file)
    kept = [p for p in there if p.suffix != ".shp" or _has_polygons(archive, members[p])]
    if not kept:
        raise NoPolygons(file=file)
    for name in (layer.lower(), GRIDS):
        if named := [path for path in kept if path.stem == name]:
            return named[0]
    if len(kept) > 1:
        raise LayerUnclear(file=file, layers=_listed(path.stem for path in kept))
    return kept[0]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _has_polygons(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    with archive.open(info) as member:
        header = member.read(36)
    return int.from_bytes(header[32:36], "little") in POLYGONS


def _shapefile(
    archive: zipfile.ZipFile,
    members: dict[PurePosixPath, zipfile.ZipInfo],
    wanted: PurePosixPath,
    folder: Path,
) -> Laid:
    parts = {suffix: members.get(wanted.with_suffix(suffix)) for suffix in SHAPEFILE}
    if not (parts[".shx"] and parts[".dbf"]):
        raise ShapefileAlone(stem=wanted.stem)
    for suffix, info in parts.items():
        if info:
            _put(folder / f"plan{suffix}", archive.read(info))
    table = (folder / "plan.dbf").read_bytes()
    return Laid(folder / "plan.shp", encoding=None if parts[".cpg"] else _encoding(table))


def _encoding(table: bytes) -> str:
    """The encoding of a dBase table that does not say it: UTF-8 where it can be that, else the Chinese one.

    Texts cut off in the middle of a sign, as this format cuts them, are no sign of another encoding.
    """
    begin = int.from_bytes(table[8:10], "little")
    names = b"".join(table[at : at + 11].partition(b"\0")[0] for at in range(32, begin - 1, 32))
    texts = names + table[begin:]
    foreign = sum(byte > 127 for byte in texts)
    return "UTF-8" if 20 * texts.decode("utf-8", "replace").count("\ufffd") <= foreign else "GB18030"
