"""What is refused of a file with a plan, or of a picture to lie under one."""

from wangge.foundation.refusals import Refused


class MapFileTooLarge(Refused):
    """{file} is larger than {most} MB. Leave out what are no grids."""


class NotAMapFile(Refused):
    """{file} cannot be read. Send a GeoPackage, GeoJSON, KML or KMZ, or a Shapefile in a zip."""


class ShapefileAlone(Refused):
    """A Shapefile is several files: put {stem}.shp, .shx, .dbf and .prj together into one zip."""


class ArchiveUnsafe(Refused):
    """{file} is locked by a password or holds far more than it seems to. Pack the files anew."""


class LayerUnclear(Refused):
    """{file} has several layers with polygons. Say which holds the grids: {layers}."""


class NoSuchLayer(Refused):
    """There is no layer of polygons called {layer} in {file}. There are: {layers}."""


class NoPolygons(Refused):
    """There are no polygons in {file}: grids are drawn as areas, not as lines or points."""


class TooManyPolygons(Refused):
    """There are {polygons} polygons in {file}; a community has at most {most} grids."""


class FileInAnotherSystem(Refused):
    """{file} is in {system}, which is not read here. Save it in WGS 84 or CGCS2000 and send it again."""


class NotDegrees(Refused):
    """The coordinates in {file} are no degrees ({value}). Save it in WGS 84, or with its system named."""


class SystemContradicted(Refused):
    """{file} says itself that it is in {told}, not in {declared}. Declare what it is in."""


class NumberTwice(Refused):
    """Two grids, {first} and {second}, both have the number {number}. Give every grid a number of its own."""


class NothingHeld(Refused):
    """No building of {area} stands in any polygon of {file}. Check the file and the community."""


class NotAScan(Refused):
    """This file cannot be read as a picture. Send a JPG or PNG."""


class ScanTooLarge(Refused):
    """The picture has {size} and at most {most} are possible. Scan it at fewer dots per inch."""


class PointOffTheMap(Refused):
    """Control point {point} lies outside the picture of {width} by {height} pixels."""


class NoUnderlay(Refused):
    """No map lies under the plans of {area}."""


class NothingInForce(Refused):
    """{area} has no grids in force on {day}. Choose another day, or a draft."""
