"""Drawing on a cluster of machines: whatever joblib starts meanwhile goes to the Dask scheduler named."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager

from joblib import parallel_config

from wangge.config.cli.errors import ClusterAway, ClusterMissing

PATIENCE = "10s"  # for the scheduler to answer


@contextmanager
def cluster(address: str | None) -> Iterator[None]:
    """Hand work to the scheduler at this address (tcp://host:8786); without one it stays on this machine."""
    if address is None:
        yield
        return
    try:
        distributed = importlib.import_module("distributed")  # a second to load, and not everybody has it
    except ImportError as missing:
        raise ClusterMissing from missing
    try:
        client = distributed.Client(address, timeout=PATIENCE)
    except (OSError, ValueError) as trouble:
        raise ClusterAway(address=address, reason=trouble) from trouble
    with client:
        if not client.scheduler_info()["workers"]:
            raise ClusterAway(address=address, reason="it has no workers")
        with parallel_config(backend="dask"):
            yield
