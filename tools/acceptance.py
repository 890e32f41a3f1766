"""Which rows of the acceptance table have a passing test marked with their id: `make acceptance`.

Arguments are handed to pytest, such as `-m "not browser"` or a folder of tests.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs/acceptance.tsv"
SHOWN, FAILING, NONE = "shown", "failing", "–"


class Rows:
    """A plugin that keeps only the tests marked with a row and remembers how each row fared."""

    def __init__(self) -> None:
        self.of_test: dict[str, list[str]] = {}
        self.passed: dict[str, bool] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Drop the tests that show no row."""
        for item in items:
            self.of_test[item.nodeid] = [row for mark in item.iter_markers("row") for row in mark.args]
        items[:] = [item for item in items if self.of_test[item.nodeid]]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A row is shown when all of its tests pass; a skipped test shows nothing."""
        if report.when == "call" or report.failed:
            for row in self.of_test.get(report.nodeid, ()):
                if not report.skipped:
                    self.passed[row] = self.passed.get(row, True) and report.passed


def table() -> dict[str, str]:
    """The ids in order, each with its title."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["title"] for row in csv.DictReader(file, delimiter="\t")}


def verdict(row: str, passed: Mapping[str, bool]) -> str:
    """Shown, failing, or no test at all."""
    return NONE if row not in passed else SHOWN if passed[row] else FAILING


def main() -> int:
    """Run the marked tests and print the table; 1 when a row fails or a mark names no row."""
    rows, titles = Rows(), table()
    pytest.main(["-q", "-p", "no:xdist", "-m", "browser or not browser", *sys.argv[1:]], plugins=[rows])
    print()
    for row, title in titles.items():
        print(f"{row}  {verdict(row, rows.passed):8} {title}")
    counts = Counter(verdict(row, rows.passed) for row in titles)
    unknown = sorted(set(rows.passed) - set(titles))
    print(f"\n{counts[SHOWN]} of {len(titles)} rows shown, {counts[FAILING]} failing")
    if unknown:
        print(f"marked but not in the table: {', '.join(unknown)}")
    return 1 if unknown or counts[FAILING] else 0


if __name__ == "__main__":
    sys.exit(main())
