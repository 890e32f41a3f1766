"""Where the built front end lies: reads Vite's manifest once and knows the addresses of its files."""

import json
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

BUILD = Path(__file__).resolve().parent / "static/build"
STYLE = "src/style/main.scss"
ICONS = "icons.svg"
Manifest = dict[str, dict[str, Any]]

_read: dict[str, tuple[float, Manifest]] = {}


class FrontEndNotBuilt(RuntimeError):
    """The front end is not built: run `python tools/build_hook.py`, or install the package again."""

    def __init__(self, missing: str) -> None:
        """Say which file or entry is missing, then the remedy."""
        super().__init__(f"{missing} is missing. {type(self).__doc__}")


def manifest() -> Manifest:
    """Vite's manifest, read once; under DEBUG read again when the file has changed."""
    path = BUILD / "manifest.json"
    kept = _read.get(str(path))
    if kept and not settings.DEBUG:
        return kept[1]
    try:
        changed = path.stat().st_mtime
        if kept is None or kept[0] != changed:
            kept = _read[str(path)] = (changed, cast("Manifest", json.loads(path.read_bytes())))
    except FileNotFoundError:
        raise FrontEndNotBuilt(str(path)) from None
    return kept[1]


def address(key: str) -> str:
    """The address of one built file by its name in the manifest, such as `icons.svg`."""
    try:
        return static(f"build/{manifest()[key]['file']}")
    except KeyError:
        raise FrontEndNotBuilt(key) from None


def imports(key: str) -> list[str]:
    """The manifest names of all that an entry imports, each once, nearest first."""
    found: list[str] = []
    waiting = list(manifest().get(key, {}).get("imports", ()))
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found.append(name)
            waiting += manifest()[name].get("imports", ())
    return found


def tags(entry: str) -> SafeString:
    """The link and script elements of one entry: `portal`, `desk` or `command`."""
    key = f"src/{entry}.ts"
    return format_html(
        '<link rel="stylesheet" href="{}">\n{}<script type="module" src="{}"></script>',
        address(STYLE),
        format_html_join("", '<link rel="modulepreload" href="{}">\n', [(address(n),) for n in imports(key)]),
        address(key),
    )
