"""The catalogue of translations: `make messages` gathers what the sources say, without system gettext.

messages.py update            gather from Python, templates and refusals; keeps every translation
messages.py missing           list what has no Chinese yet, as JSON ready to fill in and merge
messages.py merge FILE.json   set translations: {"English": "中文"}; several may run at once
messages.py prune             drop the entries that no source says any more
messages.py compile           write django.mo
"""

from __future__ import annotations

import ast
import contextlib
import fcntl
import inspect
import io
import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Message

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src/wangge"
CATALOGUE = PACKAGE / "locale/zh_Hans/LC_MESSAGES/django.po"
LAZY = {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
KEYWORDS = {**DEFAULT_KEYWORDS, **LAZY}
CHURN = re.compile(
    rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team|Report-[^:]*): .*\n',
    re.MULTILINE,
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*(?:![rsa])?(?::[^{}]*)?\}")

Found = tuple[str, "str | tuple[str, ...]", "str | None"]  # file, message, context


def update() -> int:
    """Rewrite the catalogue from the sources and say how much is untranslated."""
    with _locked():
        catalogue = gathered()
        _write(catalogue)
    print(f"{len(catalogue)} messages, {len(untranslated(catalogue))} without translation")
    return 0


def missing() -> int:
    """Print the untranslated messages as JSON; exit 1 when there are any."""
    gaps = untranslated(gathered())
    print(json.dumps({key(message): "" for message in gaps}, ensure_ascii=False, indent=2))
    return 1 if gaps else 0


def merge(file: str) -> int:
    """Set the translations of a JSON file; those whose English no source says yet are kept for later."""
    wanted: dict[str, str] = json.loads(Path(file).read_text(encoding="utf-8"))
    with _locked():
        catalogue = gathered()
        known = {key(message): message for message in catalogue if message.id}
        for english, chinese in wanted.items():
            if message := known.get(english):
                message.string = (chinese,) if message.pluralizable else chinese
            else:
                catalogue.obsolete[english] = Catalog().add(english, chinese)
        _write(catalogue)
    unsaid = sorted(set(wanted) - set(known))
    print(f"{len(wanted) - len(unsaid)} set, {len(untranslated(catalogue))} without translation")
    for english in unsaid:
        print(f"kept for later, no source says: {english!r}", file=sys.stderr)
    return 0


def prune() -> int:
    """Drop the entries that no source says any more."""
    with _locked():
        catalogue = gathered()
        print(f"{len(catalogue.obsolete)} dropped")
        catalogue.obsolete.clear()
        _write(catalogue)
    return 0


def compile_() -> int:
    """Write django.mo beside the catalogue."""
    buffer = io.BytesIO()
    write_mo(buffer, _read())
    _replace(CATALOGUE.with_suffix(".mo"), buffer.getvalue())
    return 0


def gathered() -> Catalog:
    """The catalogue as the sources have it now, with the translations known so far."""
    catalogue = _read()
    for message in list(catalogue.obsolete.values()):
        catalogue[message.id] = message
    catalogue.obsolete.clear()
    template = Catalog(charset="utf-8")
    for file, message, context in _said():
        template.add(message, locations=[(file, 0)], context=context)
    catalogue.update(template, no_fuzzy_matching=True)
    return catalogue


def untranslated(catalogue: Catalog) -> list[Message]:
    """The messages that have an empty or fuzzy translation."""
    return [m for m in catalogue if m.id and (m.fuzzy or not all(_strings(m)))]


def mismatched(catalogue: Catalog) -> list[tuple[str, str]]:
    """Pairs of English and Chinese whose placeholders differ; a count may be left out of no language."""
    wrong = []
    for message in catalogue:
        expected = set(PLACEHOLDER.findall(message.id[-1] if message.pluralizable else message.id))
        wrong += [(key(message), s) for s in _strings(message) if set(PLACEHOLDER.findall(s)) != expected]
    return [pair for pair in wrong if pair[0] and pair[1]]


def key(message: Message) -> str:
    """How JSON names a message: its (singular) English, with `context|` before it where it has one."""
    english = message.id[0] if message.pluralizable else message.id
    return f"{message.context}|{english}" if message.context else english


def _strings(message: Message) -> tuple[str, ...]:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return tuple(string or "" for string in strings)


def _said() -> Iterator[Found]:
    sources = sorted(PACKAGE.rglob("*.py"))
    for source in sources:
        if "migrations" not in source.parts:
            yield from _python(source, source.read_bytes())
    yield from _refusals(sources)
    for suffix in ("html", "txt", "svg"):
        for source in sorted(PACKAGE.glob(f"**/templates/**/*.{suffix}")):
            # The brackets keep Python's tokenizer from minding the indentation of what was HTML.
            code = f"({templatize(source.read_text(encoding='utf-8'), origin=str(source))}\n)"
            yield from _python(source, code.encode())


def _python(source: Path, code: bytes) -> Iterator[Found]:
    options = {"encoding": "utf-8"}
    for _line, message, _comments, context in extract("python", io.BytesIO(code), KEYWORDS, options=options):
        yield source.relative_to(ROOT).as_posix(), message, context


def _refusals(sources: list[Path]) -> Iterator[Found]:
    """The first paragraph of the docstring of each class that descends from `Refused`."""
    classes = [
        (source, node)
        for source in sources
        for node in ast.walk(ast.parse(source.read_bytes()))
        if isinstance(node, ast.ClassDef)
    ]
    family = {"Refused"}
    while new := {n.name for _, n in classes if n.name not in family and family & _bases(n)}:
        family |= new
    for source, node in classes:
        if node.name in family:
            text = inspect.cleandoc(ast.get_docstring(node) or "")
            yield source.relative_to(ROOT).as_posix(), " ".join(text.partition("\n\n")[0].split()), None


def _bases(node: ast.ClassDef) -> set[str]:
    return {base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "") for base in node.bases}


@contextlib.contextmanager
def _locked() -> Iterator[None]:
    with (Path(tempfile.gettempdir()) / "wangge-messages.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _read() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog(locale="zh_Hans", project="Wangge", fuzzy=False, charset="utf-8")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def _write(catalogue: Catalog) -> None:
    catalogue.fuzzy = False
    catalogue.version = "1"
    catalogue.header_comment = "# Simplified Chinese for Wangge."
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=100, sort_output=True, include_lineno=False)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    _replace(CATALOGUE, CHURN.sub(b"", buffer.getvalue()))


def _replace(file: Path, content: bytes) -> None:
    draft = file.with_name(f"{file.name}.{os.getpid()}.new")
    draft.write_bytes(content)
    draft.replace(file)


COMMANDS = {"update": update, "missing": missing, "merge": merge, "prune": prune, "compile": compile_}

if __name__ == "__main__":
    name, *arguments = sys.argv[1:] or ["update"]
    if name not in COMMANDS or len(arguments) != (name == "merge"):
        sys.exit(__doc__)
    sys.exit(COMMANDS[name](*arguments))
