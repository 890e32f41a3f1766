"""Habits that no linter of others checks: names, hidden imports, signals, clocks, paths and hosts."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.core.management import call_command

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src/wangge"
SOURCES = [p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts]
DOMAIN = (
    "foundation",
    "partition",
    "classification",
    "addressing",
    "journal",
    "places",
    "accounts",
    "staffing",
    "planning",
)
HOSTS = ("pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "deb.deb" + "ian.org")
MACHINES = re.compile(r"(?<![\w.])/(?:home|root|Users|work|tmp/boot)/" + r"\w")


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def nodes(kind: type | tuple[type, ...], files: list[Path] = SOURCES) -> Iterator[tuple[Path, ast.AST]]:
    for path in files:
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, kind):
                yield path, node


def test_no_module_is_named_for_nothing():
    empty = {
        "utils",
        "util",
        "helpers",
        "helper",
        "services",
        "service",
        "managers",
        "manager",
        "misc",
        "common",
    }
    names = {str(p.relative_to(PACKAGE)): {p.stem, p.parent.name} for p in SOURCES}
    assert [path for path, name in names.items() if name & empty] == []


def test_every_module_says_what_it_is_for():
    assert [str(p) for p in SOURCES if not ast.get_docstring(ast.parse(p.read_bytes()))] == []


def test_nothing_is_imported_inside_a_function():
    hidden = [
        where(path, inner)
        for path, function in nodes((ast.FunctionDef, ast.AsyncFunctionDef))
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_no_signals():
    """What follows a fact stands in config/reactions.py and nowhere else."""
    seats_for = [
        where(path, node)
        for path, node in nodes((ast.ImportFrom, ast.Import))
        if "signals" in ast.unparse(node) or "receiver" in ast.unparse(node)
    ]
    assert seats_for == []


def test_the_domain_reads_no_clock():
    readers = {"timezone.now", "datetime.now", "datetime.utcnow", "date.today", "time.time", "datetime.today"}
    rooms = {PACKAGE / room for room in (*DOMAIN, "cases")}
    calls = [
        where(path, node)
        for path, node in nodes(ast.Call)
        if ast.unparse(node.func) in readers and rooms & set(path.parents)
    ]
    assert calls == []


def test_save_has_no_logic():
    records = [path for path in SOURCES if path.name == "models.py"]
    saves = [
        where(path, node) for path, node in nodes(ast.FunctionDef, records) if node.name in ("save", "delete")
    ]
    assert saves == []


def tracked() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listing.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_registry_or_a_machine():
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {host}" for host in HOSTS if host in text]
        found += [f"{path.relative_to(ROOT)}: {hit[0]}" for hit in MACHINES.finditer(text)]
    assert found == []


def test_migrations_say_what_the_models_say(db, capsys):
    without = [app.label for app in apps.get_app_configs() if _lacks_migrations(app)]
    assert without == []
    call_command("makemigrations", check=True, dry_run=True, verbosity=3)


def _lacks_migrations(app: AppConfig) -> bool:
    ours = PACKAGE in Path(app.path).parents
    return ours and any(app.get_models()) and not (Path(app.path) / "migrations/__init__.py").exists()
