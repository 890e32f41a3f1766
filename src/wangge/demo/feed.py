"""Other people's messages as texts for invented requests: what they wrote, not who or where they are."""

from collections.abc import Iterator
from pathlib import Path

from wangge.cases.telling import MOST_TEXT
from wangge.demo.errors import NoTexts
from wangge.foundation.tables import read_table


def texts(file: Path) -> Iterator[str]:
    """The messages of a table (CSV, maybe .gz; UTF-8 or GB18030) with a column text, and maybe subject."""
    (_, heading), *rows = read_table(file).rows
    if "text" not in heading:
        raise NoTexts(file=file.name, columns=", ".join(heading))
    columns = [heading.index(name) for name in ("subject", "text") if name in heading]
    for _, cells in rows:
        message = "\n".join(cells[at] for at in columns if at < len(cells) and cells[at])
        if message:
            yield message[:MOST_TEXT]
