"""The whole house in one file, and back, or nothing at all."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

pytestmark = pytest.mark.slow


def wangge(folder: Path, *arguments: str | Path, database: str = "") -> subprocess.CompletedProcess[str]:
    """The command as a person types it, with a data folder of its own, on SQLite unless told otherwise."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("WANGGE_", "DJANGO_"))}
    if database:
        kept["WANGGE_DATABASE"] = database
    return subprocess.run(
        [sys.executable, "-m", "wangge", "--data", folder, *arguments],
        env={**kept, "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def first_house(tmp_path_factory, empty_house) -> Path:
    """A migrated house with a photo and a key."""
    folder = empty_house(tmp_path_factory.mktemp("first") / "house")
    made = wangge(folder, "migrate")
    assert made.returncode == 0, made.stderr
    (folder / "media").mkdir(exist_ok=True)
    (folder / "media/lift.jpg").write_bytes(b"a photo")
    (folder / "static").mkdir(exist_ok=True)
    (folder / "static/page.css").write_text("made again")
    return folder


@pytest.fixture(scope="module")
def archive(first_house) -> Path:
    file = first_house.parent / "house.tar.gz"
    made = wangge(first_house, "backup", file)
    assert made.returncode == 0, made.stderr
    assert "Backed up" in made.stdout
    return file


def test_a_backup_holds_the_database_the_photos_and_the_key_with_their_checksums(archive):
    assert archive.stat().st_mode & 0o777 == 0o600
    with tarfile.open(archive) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
        assert sorted(manifest["files"]) == ["media/lift.jpg", "secret.key", "wangge.sqlite3"]
        assert set(tar.getnames()) == {"manifest.json", *manifest["files"]}


def test_a_house_moves_to_another_folder(first_house, archive, tmp_path):
    moved = wangge(tmp_path / "new", "restore", archive)

    assert moved.returncode == 0, moved.stderr
    assert (tmp_path / "new/media/lift.jpg").read_bytes() == b"a photo"
    assert (tmp_path / "new/secret.key").read_text() == (first_house / "secret.key").read_text()
    with closing(sqlite3.connect(tmp_path / "new/wangge.sqlite3")) as db:
        assert db.execute("SELECT count(*) FROM django_migrations").fetchone()[0] > 0


def test_nothing_is_overwritten_unless_asked_and_the_old_house_is_kept(archive, first_house, tmp_path):
    shutil.copytree(first_house, tmp_path / "house")
    (tmp_path / "house/media/lift.jpg").write_bytes(b"a newer photo")

    refused = wangge(tmp_path / "house", "restore", archive)
    assert refused.returncode == 1
    assert "Nothing was changed; --force replaces it" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert (tmp_path / "house/media/lift.jpg").read_bytes() == b"a newer photo"

    forced = wangge(tmp_path / "house", "restore", "--force", archive)
    assert forced.returncode == 0, forced.stderr
    assert (tmp_path / "house/media/lift.jpg").read_bytes() == b"a photo"
    [kept] = tmp_path.glob("house.before-*")
    assert (kept / "media/lift.jpg").read_bytes() == b"a newer photo"


@pytest.mark.parametrize("harm", ["cut", "altered", "not one"])
def test_a_damaged_backup_changes_nothing(archive, tmp_path, harm):
    broken = tmp_path / "broken.tar.gz"
    if harm == "cut":
        broken.write_bytes(archive.read_bytes()[:-2000])
    elif harm == "not one":
        broken.write_text("hello")
    else:
        with tarfile.open(archive) as tar:
            tar.extractall(tmp_path / "open", filter="data")
        (tmp_path / "open/media/lift.jpg").write_bytes(b"b photo")
        with tarfile.open(broken, "w:gz") as tar:
            for file in sorted((tmp_path / "open").rglob("*")):
                tar.add(file, arcname=file.relative_to(tmp_path / "open"), recursive=False)

    refused = wangge(tmp_path / "new", "restore", broken)

    assert refused.returncode == 1
    assert "is not a whole backup" in refused.stderr
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["secret.key"]
    assert list(tmp_path.glob(".restore-*")) == []


def test_an_empty_house_has_nothing_to_back_up(tmp_path):
    refused = wangge(tmp_path / "empty", "backup", tmp_path / "x.tar.gz")
    assert refused.returncode == 1
    assert "no database" in refused.stderr


@pytest.fixture
def two_databases():
    """The URLs of two empty databases on the PostgreSQL of this run."""
    server = os.environ.get("WANGGE_DATABASE", "")
    if not server.startswith("postgres"):
        pytest.skip("this pass is on SQLite")
    names = ("backup_from", "backup_to")
    with psycopg.connect(server, autocommit=True) as db:
        for name in names:
            db.execute(f"CREATE DATABASE {name}")
        yield [server.rsplit("/", 1)[0] + f"/{name}" for name in names]
        for name in names:
            db.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.django_db
def test_a_house_on_postgresql_moves_to_another_database(two_databases, tmp_path):
    old, new = two_databases
    archive = tmp_path / "house.tar.gz"
    assert wangge(tmp_path / "a", "migrate", database=old).returncode == 0
    made = wangge(tmp_path / "a", "backup", archive, database=old)
    assert made.returncode == 0, made.stderr

    moved = wangge(tmp_path / "b", "restore", archive, database=new)
    assert moved.returncode == 0, moved.stderr
    with psycopg.connect(new) as db:
        assert db.execute("SELECT count(*) FROM django_migrations").fetchone()[0] > 0

    refused = wangge(tmp_path / "b", "restore", archive, database=new)
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert wangge(tmp_path / "b", "restore", "--force", archive, database=new).returncode == 0
    wrong = wangge(tmp_path / "c", "restore", archive)
    assert "backup is of postgresql" in wrong.stderr


def test_a_backup_kept_in_the_data_folder_is_not_part_of_the_next(first_house):
    for name in ("monday.tar.gz", "tuesday.tar.gz"):
        assert wangge(first_house, "backup", first_house / name).returncode == 0
    with tarfile.open(first_house / "tuesday.tar.gz") as tar:
        assert sorted(tar.getnames()) == ["manifest.json", "media/lift.jpg", "secret.key", "wangge.sqlite3"]
    for name in ("monday.tar.gz", "tuesday.tar.gz"):
        (first_house / name).unlink()


@pytest.mark.parametrize("name", ["../outside", "/outside", "a/../../outside"])
def test_an_archive_that_reaches_outside_its_folder_is_refused(tmp_path, name):
    with tarfile.open(tmp_path / "bad.tar.gz", "w:gz") as tar:
        tar.addfile(tarfile.TarInfo(name))
    refused = wangge(tmp_path / "house", "restore", tmp_path / "bad.tar.gz")
    assert refused.returncode == 1
    assert "not a whole backup" in refused.stderr
    assert not list(tmp_path.rglob("outside"))
