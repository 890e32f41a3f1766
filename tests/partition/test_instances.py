"""Instances in files: read as they are, or refused in a line that names what is broken."""

import gzip

import pytest

from wangge.partition.errors import InstanceBroken
from wangge.partition.instances import read, read_labels

NODES = "id,x,y,households,area,compound,zone\n7,0,0,100,10,-1,0\n3,10,0,90,10,2,0\n"
EDGES = "a,b,shared_length,barrier\n3,7,5,1\n"
LABELS = "id,grid\n3,4\n"


@pytest.fixture
def files(tmp_path):
    def write(nodes=NODES, edges=EDGES):
        for name, text in (("nodes.csv", nodes), ("edges.csv", edges)):
            (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path / "nodes.csv", tmp_path / "edges.csv"

    return write


def test_nodes_keep_their_order_and_edges_name_them(files):
    graph = read(*files("\ufeff" + NODES))
    assert graph.id.tolist() == [7, 3]
    assert (graph.a.tolist(), graph.b.tolist(), graph.barrier.tolist()) == ([1], [0], [1])
    assert graph.weight.tolist() == [100, 90]


def test_compressed_files_are_read_too(files):
    nodes, edges = files()
    packed = nodes.with_suffix(".csv.gz")
    packed.write_bytes(gzip.compress(nodes.read_bytes()))
    assert len(read(packed, edges)) == 2


def test_nodes_without_a_single_edge_are_an_instance(files):
    assert len(read(*files(edges=EDGES.splitlines()[0] + "\n")).a) == 0


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"nodes": ""}, "no node"),
        ({"nodes": "id,x\n1,2\n"}, "no column y"),
        ({"nodes": NODES.replace("90", "many")}, "households in line 3 is no number: 'many'"),
        ({"nodes": NODES.replace("90", "nan")}, "households in line 3"),
        ({"nodes": NODES.replace("90", "1e300")}, "households in line 3"),
        ({"nodes": NODES.replace("3,10", "7,10")}, "node 7 is in it twice"),
        ({"nodes": NODES.replace("3,10", "3.5,10")}, "id in line 3 is no whole number"),
        ({"nodes": b"\xff\xfe\x00"}, "no CSV file"),
        ({"edges": EDGES.replace("3,7", "3,8")}, "node 8 in line 2 is unknown"),
        ({"edges": EDGES.replace("5,1", "5,4")}, "barrier in line 2"),
        ({"edges": EDGES.replace("5,1", "5")}, "barrier in line 2"),
    ],
)
def test_what_is_broken_is_named(files, broken, said):
    with pytest.raises(InstanceBroken, match=said):
        read(*files(**broken))


def test_half_an_archive_is_no_file(files):
    nodes, edges = files()
    packed = nodes.with_suffix(".csv.gz")
    packed.write_bytes(gzip.compress(nodes.read_bytes())[:20])
    with pytest.raises(InstanceBroken, match="no CSV file"):
        read(packed, edges)


def test_labels_go_by_the_id_of_the_node(files, tmp_path):
    path = tmp_path / "labels.csv"
    path.write_text(LABELS)
    assert read_labels(path, read(*files())).tolist() == [-1, 4]


def test_labels_for_no_node_are_refused(files, tmp_path):
    path = tmp_path / "labels.csv"
    path.write_text("id,grid\n99,4\n")
    with pytest.raises(InstanceBroken, match="none of the nodes"):
        read_labels(path, read(*files()))
