"""What a sent map file is, told from its content, and laid out so that only its own reader reads it.

GDAL knows formats that fetch other files (VRT, GDALG): what is laid out here is none of them, whatever its
name was. JSON is written anew, XML must begin with <kml>, an archive gives out only files that are wanted.
"""

import io
import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import ParseError, iterparse

from wangge.planning.archives import take_out
from wangge.planning.file_errors import MapFileTooLarge, NotAMapFile, ShapefileAlone

MOST_BYTES = 30 * 1024 * 1024
ZIP, FOREIGN = b"PK\x03\x04", bytes(range(128, 256))
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
    if content.startswith(ZIP):
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
    inner = take_out(content, file=file, layer=layer)
    if inner.shapefile:
        for ending, part in inner.parts.items():
            _put(folder / f"plan{ending}", part)
        told = ".cpg" in inner.parts
        return Laid(folder / "plan.shp", encoding=None if told else _encoding(inner.parts[".dbf"]))
    (only,) = inner.parts.values()
    if only.startswith(ZIP):
        raise NotAMapFile(file=file)
    return lay_out(only, folder, file=file)


def _encoding(table: bytes) -> str:
    """The encoding of a dBase table that does not say it: UTF-8 where it can be that, else the Chinese one.

    Texts cut off in the middle of a sign, as this format cuts them, are no sign of another encoding.
    """
    begin = int.from_bytes(table[8:10], "little")
    names = b"".join(table[at : at + 11].partition(b"\0")[0] for at in range(32, begin - 1, 32))
    texts = names + table[begin:]
    foreign = len(texts) - len(texts.translate(None, FOREIGN))
    return "UTF-8" if 20 * texts.decode("utf-8", "replace").count("\ufffd") <= foreign else "GB18030"
