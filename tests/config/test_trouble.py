"""What the command says where a database, a folder or a port is not as it should be: a line, no traceback."""

import socket
from pathlib import Path

import pytest

from tests.config.test_backup import wangge

pytestmark = pytest.mark.slow


def expect_a_line(folder: Path, *arguments: str, says: str, database: str = "") -> None:
    ended = wangge(folder, *arguments, database=database)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert says in ended.stderr


def test_a_house_without_tables_says_to_migrate(tmp_path) -> None:
    expect_a_line(tmp_path / "house", "journal", "verify", says="wangge migrate")


def test_what_is_no_database_is_said(tmp_path) -> None:
    (tmp_path / "wangge.sqlite3").write_bytes(b"no database at all" * 500)
    expect_a_line(tmp_path, "journal", "verify", says="not a database")


def test_a_database_of_an_unknown_kind_is_said(tmp_path) -> None:
    expect_a_line(tmp_path, "journal", "verify", says="settings cannot be used", database="pigeon://loft")


def test_a_folder_that_cannot_be_made_is_said(tmp_path) -> None:
    (tmp_path / "file").touch()
    expect_a_line(tmp_path / "file" / "house", "journal", "verify", says="settings cannot be used")


def test_a_port_in_use_is_said(tmp_path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        expect_a_line(tmp_path / "house", "serve", "--port", port, says=f"port {port}")


def test_the_data_folder_is_for_its_owner_alone(tmp_path) -> None:
    wangge(tmp_path / "house", "journal", "verify")
    assert (tmp_path / "house").stat().st_mode & 0o077 == 0
