"""Presets: everything that makes one place different from another, as data files."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _text(preset: str, part: str) -> str:
    return (files(__name__) / preset / f"{part}.json").read_text(encoding="utf-8")


def load(preset: str, part: str) -> Any:
    """One part of a preset (`estate`, `categories` …), freshly parsed; FileNotFoundError where none."""
    return json.loads(_text(preset, part))


def known() -> list[str]:
    """The presets that there are."""
    return sorted(folder.name for folder in files(__name__).iterdir() if (folder / "areas.json").is_file())
