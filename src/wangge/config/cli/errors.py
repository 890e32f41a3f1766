"""What the command line refuses, in the words it says."""

from wangge.foundation.refusals import Refused


class ProgramMissing(Refused):
    """{program} is not installed. On Debian: apt-get install postgresql-client."""


class ProgramFailed(Refused):
    """{program} failed and said: {output}."""


class DatabaseElsewhere(Refused):
    """The database {database} lies outside the data folder {folder}. Copy it with its own tools."""


class NothingToBackUp(Refused):
    """There is no database in {folder} yet. Name another folder with --data, or run wangge migrate."""


class WouldOverwrite(Refused):
    """There is data at {place} already. Nothing was changed; --force replaces it and keeps the old aside."""


class ArchiveDamaged(Refused):
    """{archive} is not a whole backup ({reason}). Nothing was changed; take another copy of it."""


class ArchiveOfAnother(Refused):
    """This backup is of {theirs}, and the house is set up for {ours}. Nothing was changed."""


class DatabaseFails(Refused):
    """The database cannot be used ({reason}). wangge migrate lays its tables; --data says where it is."""


class FileFails(Refused):
    """A file or folder cannot be used ({reason}). Check that it is there, may be written and has room."""


class PortTaken(Refused):
    """Somebody listens on port {port} already. Choose another with --port, or end the other server."""


class AreasBroken(Refused):
    """{file} is not a file of polygons to divide: {trouble}."""


class ClusterMissing(Refused):
    """A cluster needs Dask, which is not installed: pip install 'wangge[cluster]', on every machine of it."""


class ClusterAway(Refused):
    """No cluster can be used at {address} ({reason}). Start its dask scheduler and dask worker first."""
