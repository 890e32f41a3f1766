"""Files and functions stay small enough to be read in one go."""

import ast
import statistics
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = [p for p in (ROOT / "src/wangge").rglob("*.py") if "migrations" not in p.parts]
BESIDE = [p for folder in ("tests", "tools", "benches") for p in (ROOT / folder).rglob("*.py")]
SCREENS = [p for p in (ROOT / "frontend").rglob("*.ts") if "node_modules" not in p.parts]
TEMPLATES = list((ROOT / "src/wangge").rglob("templates/**/*.html"))


def lines(files: Iterable[Path]) -> dict[str, int]:
    return {str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines()) for p in files}


def own_lines(files: Iterable[Path]) -> dict[str, int]:
    """Without the imports: small files import more in sum than large ones, and nobody reads that."""
    return {name: size - imports(ROOT / name) for name, size in lines(files).items()}


def imports(file: Path) -> int:
    body = ast.parse(file.read_bytes()).body
    return sum(
        node.end_lineno - node.lineno + 1 for node in body if isinstance(node, ast.Import | ast.ImportFrom)
    )


def functions(files: Iterable[Path]) -> dict[str, int]:
    return {
        f"{p.relative_to(ROOT)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for p in files
        for node in ast.walk(ast.parse(p.read_bytes()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def ninetieth(sizes: Iterable[int]) -> float:
    return statistics.quantiles(sizes, n=10)[-1]


@pytest.mark.parametrize(
    ("kind", "sizes", "median", "p90", "largest"),
    [
        ("files", own_lines(p for p in SOURCES if p.name != "__init__.py"), 80, 200, 380),
        ("whole files", lines(p for p in SOURCES if p.name != "__init__.py"), 100, 200, 400),
        ("functions", functions(SOURCES), 8, 25, 60),
        ("templates", lines(TEMPLATES), 80, 160, 250),
        ("screens", lines(SCREENS), 120, 250, 400),
        ("tests, tools and benches", lines(BESIDE), 150, 300, 400),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_sizes_stay_in_their_budget(kind, sizes, median, p90, largest):
    if not sizes:
        pytest.skip(f"no {kind} yet")
    too_large = {name: size for name, size in sizes.items() if size > largest}
    assert too_large == {}, f"{kind} above {largest} lines"
    assert statistics.median(sizes.values()) <= median
    assert len(sizes) < 10 or ninetieth(sizes.values()) <= p90
