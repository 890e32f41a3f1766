"""QGIS itself, where this machine has it, opens what goes out, and what it saves comes in again."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.cast import MONDAY
from tests.planning.harbour import community, draft_of, in_force
from wangge.foundation.coordinates import System
from wangge.journal.actor import SYSTEM
from wangge.planning.exchange import export
from wangge.planning.formats import Format
from wangge.planning.importing import import_draft

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PYTHON = "/usr/bin/python3"  # QGIS belongs to the system's own
SCRIPT = """
import json, sys
from qgis.core import QgsApplication, QgsProject, QgsVectorFileWriter, QgsVectorLayer
qgis = QgsApplication([], False)
qgis.initQgis()
told = {}
for path in sys.argv[2:]:
    layer = QgsVectorLayer(path, "grids", "ogr")
    features = list(layer.getFeatures()) if layer.isValid() else []
    names = [name for name in layer.fields().names() if name.lower() == "name"]
    told[path] = {
        "valid": layer.isValid(),
        "crs": layer.crs().authid() or layer.crs().description(),
        "names": [feature[names[0]] for feature in features],
        "sound": all(feature.geometry().isGeosValid() for feature in features),
    }
options = QgsVectorFileWriter.SaveVectorOptions()
options.driverName, options.fileEncoding = "GPKG", "UTF-8"
layer = QgsVectorLayer(sys.argv[2], "grids", "ogr")
context = QgsProject.instance().transformContext()
QgsVectorFileWriter.writeAsVectorFormatV3(layer, sys.argv[1], context, options)
print("TOLD" + json.dumps(told))
"""


@pytest.fixture(scope="module")
def qgis() -> None:
    known = Path(PYTHON).exists() and subprocess.run(
        [PYTHON, "-c", "import qgis.core"], capture_output=True, check=False
    )
    if not known or known.returncode:
        pytest.skip("no QGIS on this machine")


def test_qgis_reads_every_format_and_what_it_saves_is_read(qgis, tmp_path):
    area = community()
    division = in_force(draft_of(area))
    expected = {}
    for into in Format:
        for system in System:
            made = export(division, into=into, system=system)
            path = tmp_path / f"{into}-{system}.{made.file.suffix}"
            path.write_bytes(made.file.content)
            expected[f"/vsizip/{path}/grids.shp" if into is Format.SHAPEFILE else str(path)] = (into, system)
    saved = tmp_path / "saved.gpkg"
    ran = subprocess.run(
        [PYTHON, "-c", SCRIPT, str(saved), *expected],
        env={"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(ran.stdout.partition("TOLD")[2])
    for path, (into, system) in expected.items():
        assert told[path]["valid"], path
        assert told[path]["sound"], path
        assert told[path]["names"] == [f"第{n}网格" for n in (1, 2, 3, 4, 6)], path
        if into in (Format.GPKG, Format.SHAPEFILE):
            known = {"wgs84": "EPSG:4326", "cgcs2000": "EPSG:4490", "gcj02": "GCJ-02", "bd09": "BD-09"}
            assert told[path]["crs"] == known[system], path
    back = import_draft(area, content=saved.read_bytes(), file="saved.gpkg", by=SYSTEM, now=MONDAY)
    assert back.report.clean
    assert [row["name"] for row in back.draft.grids] == [f"第{n}网格" for n in (1, 2, 3, 4, 6)]
