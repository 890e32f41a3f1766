"""What the documents point at is there: files, headings, and the names in the code that they speak of."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
LINK = re.compile(r"!?\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)\)")
FENCE = re.compile(r"```.*?```", re.DOTALL)


def anchors(page: Path) -> set[str]:
    """Headings as the common renderers turn them into anchors."""
    headings = re.findall(r"^#+\s+(.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings}


def broken(page: Path, text: str, target: str) -> bool:
    path, _, anchor = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    if not file.exists():
        return True
    if file.suffix == ".md" and anchor:
        return anchor not in anchors(file)
    named = re.fullmatch(r"`(?:\w+\.)*(\w+)(?:\(.*\))?`", text)
    if named and file.suffix == ".py" and named[1] != file.stem:
        definition = rf"^\s*(?:async )?(?:def|class) {named[1]}\b|^\s*{named[1]}\b\s*[:=]"
        return not re.search(definition, file.read_text(encoding="utf-8"), re.MULTILINE)
    return False


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    links = LINK.finditer(FENCE.sub("", page.read_text(encoding="utf-8")))
    local = [(m["text"], m["target"]) for m in links if not re.match(r"[a-z]+:", m["target"])]
    assert [f"[{text}]({target})" for text, target in local if broken(page, text, target)] == []


def test_both_readmes_show_the_same_commands():
    commands = [
        re.findall(r"```sh\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
        for name in ("README.md", "README.zh-CN.md")
    ]
    spoken = [re.sub(r" +#.*", "", "".join(blocks)) for blocks in commands]
    assert spoken[0] == spoken[1] == "make demo\nmake test\n"
