"""The one file in a zip that draws the grids; of a Shapefile, the files that belong together."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from wangge.planning.file_errors import ArchiveUnsafe, LayerUnclear, NoPolygons, NotAMapFile, ShapefileAlone

MOST_UNPACKED, MOST_MEMBERS = 200 * 1024 * 1024, 500
SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
READABLE = (".shp", ".gpkg", ".geojson", ".json", ".kml")
POLYGONS = {5, 15, 25}  # the shape types in the header of a .shp: plain, with Z, with M
GRIDS = "grids"  # what our own exports call the layer
BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error)


@dataclass(frozen=True, slots=True)
class Inner:
    """The contents of one file by its ending; of a Shapefile all of its files."""

    parts: Mapping[str, bytes]

    @property
    def shapefile(self) -> bool:
        """Whether it is a Shapefile."""
        return ".shp" in self.parts


def take_out(content: bytes, *, file: str, layer: str = "") -> Inner:
    """What a zip holds: the file called `layer` or grids, or the only one there is.

    Refuses what is locked, unfolds to more than 200 MB, or leaves it open which file is meant.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _members(archive, file=file)
            wanted = _choose(archive, members, file=file, layer=layer)
            endings = SHAPEFILE if wanted.suffix == ".shp" else (wanted.suffix,)
            named = {ending: members.get(wanted.with_suffix(ending)) for ending in endings}
            parts = {ending: archive.read(info) for ending, info in named.items() if info}
    except BROKEN as trouble:
        raise NotAMapFile(file=file) from trouble
    if ".shp" in parts and not {".shx", ".dbf"} <= parts.keys():
        raise ShapefileAlone(stem=wanted.stem)
    return Inner(parts)


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
        raise LayerUnclear(file=file, layers=", ".join(sorted(path.stem for path in kept)))
    return kept[0]


def _has_polygons(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    with archive.open(info) as member:
        header = member.read(36)
    return int.from_bytes(header[32:36], "little") in POLYGONS
