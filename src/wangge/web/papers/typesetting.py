"""From facts and a template to a file: typst, with fonts of our own, so that every machine prints alike."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from wangge.web.papers.sheets import Form

HERE = Path(__file__).parent
TEMPLATES, FONTS = HERE / "typst", HERE / "fonts"
SMALL = 80.0  # pixels an inch of a picture to look at


class BadlySet(Exception):
    """Typst had something to warn of: a sheet like that is not handed out."""


class FontsMissing(Exception):
    """The fonts of prints are not there; run tools/build_hook.py."""


@cache
def fonts() -> typst.Fonts:
    """Our fonts, read once; those of the machine stand behind them for characters that ours have not."""
    if not list(FONTS.glob("*.ttf")):
        raise FontsMissing
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[FONTS])


def typeset(template: str, facts: Mapping[str, Any], *, form: Form, now: datetime) -> list[bytes]:
    """The file of a PDF, or one picture for each page; `facts` must be JSON, `template` is one of typst/."""
    compiler = typst.Compiler(root=TEMPLATES, font_paths=fonts())
    made, warnings = compiler.compile_with_warnings(
        TEMPLATES / f"{template}.typ",
        format=form.value,
        ppi=SMALL,
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)},
        timestamp=int(now.timestamp()),
    )
    if warnings:
        raise BadlySet("; ".join(str(warning.message) for warning in warnings))
    return made if isinstance(made, list) else [made or b""]
