"""A workbook of the rows that an import refused, in their own columns, each with its reason."""

from collections.abc import Callable, Sequence
from pathlib import Path

import xlsxwriter

from wangge.foundation.refusals import Refused
from wangge.foundation.tables import Cells
from wangge.places.rows import RefusedRow


def write_rejects(
    path: Path,
    *,
    heading: Cells,
    rows: Sequence[RefusedRow],
    titles: tuple[str, str],
    say: Callable[[Refused], str],
) -> None:
    """Write the rows with two columns more, the row's number in the file and the reason (`titles`).

    Corrected, the workbook can be imported itself. All cells are texts: nothing in them is ever computed.
    """
    plain = {"strings_to_formulas": False, "strings_to_urls": False}
    with path.open("wb") as file, xlsxwriter.Workbook(file, plain) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "font_color": "#9C0006"})
        width = max([len(heading), *(len(row.cells) for row in rows)])
        for column, title in enumerate((*heading, *[""] * (width - len(heading)), *titles)):
            sheet.write_string(0, column, title, bold)
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(row.cells):
                sheet.write_string(line, column, cell)
            sheet.write_number(line, width, row.row)
            sheet.write_string(line, width + 1, say(row.reason), wrapped)
        sheet.set_column(width + 1, width + 1, 80)
        sheet.freeze_panes(1, 0)
