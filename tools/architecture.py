"""Draw docs/architecture.svg from the imports: `make architecture`.

The floors come from the law in `.importlinter`, the arrows from the code. An arrow that follows from two
others is left out of the picture; the full list is in its metadata, which a test holds against the code.
"""

from __future__ import annotations

import configparser
import re
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape

import grimp

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs/architecture.svg"
CHINESE = {
    "config": "组装",
    "web": "界面",
    "demo": "演示",
    "intake": "诉求受理",
    "outreach": "主动上门",
    "appraisal": "考核",
    "admission": "任务准入",
    "notices": "通知",
    "counter": "便民窗口",
    "cases": "诉求闭环",
    "planning": "网格规划",
    "staffing": "岗位与人员",
    "accounts": "账号与权限",
    "places": "区域与网格",
    "journal": "事实记录",
    "partition": "划分引擎",
    "classification": "分类",
    "addressing": "地址",
    "foundation": "基础",
}
PURE = {"foundation", "partition", "classification", "addressing"}
BOX, HEIGHT, FLOOR, LANE, GAP, MARGIN = 168, 56, 104, 20, 28, 40
PAPER, INK, QUIET, HAIRLINE, ACCENT, TINT = "#FBFAF7", "#1C2126", "#5B6670", "#E4E1DA", "#0B6E6E", "#E3EFED"

Arrow = tuple[str, str]
Lane = tuple[str, ...]  # ("cases",) is a room; ("web", "places") an arrow passing through a floor


def floors() -> list[list[str]]:
    """The rooms from top to bottom."""
    law = configparser.ConfigParser()
    law.read(ROOT / ".importlinter")
    lines = law["importlinter:contract:floors"]["layers"].strip().splitlines()
    return [re.findall(r"\w+", line) for line in lines]


def arrows() -> set[Arrow]:
    """Which room imports which."""
    graph = grimp.build_graph("wangge", cache_dir=None)
    rooms = [f"wangge.{room}" for floor in floors() for room in floor]
    return {
        (source.removeprefix("wangge."), target.removeprefix("wangge."))
        for source in rooms
        for target in rooms
        if source != target and graph.direct_import_exists(importer=source, imported=target, as_packages=True)
    }


def drawn(every: set[Arrow]) -> set[Arrow]:
    """The arrows that no path of others implies: the transitive reduction."""
    below: dict[str, set[str]] = {}
    for floor in reversed(floors()):
        for room in sorted(floor, key=lambda r: r == "accounts"):
            direct = {target for source, target in every if source == room}
            below[room] = direct.union(*(below.get(target, set()) for target in direct))
    return {
        (source, target)
        for source, target in every
        if not any(target in below[via] for s, via in every if s == source and via != target)
    }


def written(picture: Path = PICTURE) -> set[Arrow]:
    """The arrows that the picture was drawn from."""
    listed = re.search(r"<metadata>(.*?)</metadata>", picture.read_text(encoding="utf-8"), re.DOTALL)
    lines = listed[1].split("\n") if listed else []
    return {(a.strip(), b.strip()) for a, _, b in (line.partition("→") for line in lines) if b}


def lanes(shown: set[Arrow]) -> list[list[Lane]]:
    """Per floor its rooms and the arrows that pass through it, ordered so that few of them cross."""
    rows: list[list[Lane]] = [[(room,) for room in floor] for floor in floors()]
    level = {room: depth for depth, floor in enumerate(floors()) for room in floor}
    for arrow in sorted(shown):
        for depth in range(level[arrow[0]] + 1, level[arrow[1]]):
            rows[depth].append(arrow)
    for _ in range(12):
        for row, beside in [*pairwise(rows[1::1] + rows[-2::-1])]:
            place = centres(row)
            beside.sort(key=lambda lane: _pull(lane, place, shown))
    return rows


def _pull(lane: Lane, place: dict[Lane, float], shown: set[Arrow]) -> float:
    """Where the neighbours of a lane on the floor next to it would like it to be."""
    if len(lane) == 1:
        touching = {a for a in shown if lane[0] in a}
        wishes = [place[t] for a in touching for t in (a, (a[0],), (a[1],)) if t in place]
    else:
        wishes = [place[t] for t in (lane, (lane[0],), (lane[1],)) if t in place]
    return sum(wishes) / len(wishes) if wishes else 0.0


def centres(row: list[Lane]) -> dict[Lane, float]:
    """The x of each lane of a floor, about a middle at 0."""
    widths = [BOX if len(lane) == 1 else LANE for lane in row]
    at = -(sum(widths) + GAP * (len(row) - 1)) / 2
    found = {}
    for lane, width in zip(row, widths, strict=True):
        found[lane] = at + width / 2
        at += width + GAP
    return found


def picture(every: set[Arrow]) -> str:
    """The drawing as SVG."""
    shown = drawn(every)
    rows = lanes(shown)
    x = [centres(row) for row in rows]
    width = max(640, *(max(row.values()) - min(row.values()) + BOX for row in x)) + 2 * MARGIN
    height = MARGIN * 2 + FLOOR * (len(rows) - 1) + HEIGHT + 28
    middle = width / 2
    place = {(lane, depth): middle + at for depth, row in enumerate(x) for lane, at in row.items()}
    parts = [_line(arrow, place) for arrow in sorted(shown)]
    parts += [_box(lane[0], at, depth) for (lane, depth), at in place.items() if len(lane) == 1]
    listed = "\n".join(f"{a} → {b}" for a, b in sorted(every))
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" role="img"
  font-family="'Noto Sans SC', 'Noto Sans CJK SC', system-ui, sans-serif">
<title>The rooms of Wangge and what they import</title>
<metadata>
{listed}
</metadata>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
<path d="M1 1 7 4 1 7" fill="none" stroke="{QUIET}"/></marker></defs>
<rect width="100%" height="100%" fill="{PAPER}"/>
{chr(10).join(parts)}
<text x="{middle:.0f}" y="{height - 20}" font-size="13" fill="{QUIET}" text-anchor="middle">
Imports only go down. White rooms are pure: no Django. Arrows that follow from others are left out.</text>
</svg>
"""


def _line(arrow: Arrow, place: dict[tuple[Lane, int], float]) -> str:
    """A curve from the foot of one room to the head of another, through its lanes."""
    source, target = ((at, depth) for room in arrow for (lane, depth), at in place.items() if lane == (room,))
    if source[1] == target[1]:
        y = MARGIN + source[1] * FLOOR + HEIGHT / 2
        side = BOX / 2 if source[0] < target[0] else -BOX / 2
        path = f"M{source[0] + side:.0f} {y:.0f}H{target[0] - side:.0f}"
    else:
        through = sorted((depth, at) for (lane, depth), at in place.items() if lane == arrow)
        y = MARGIN + source[1] * FLOOR + HEIGHT
        path, previous = f"M{source[0]:.0f} {y}", source[0]
        for depth, at in [*through, (target[1], target[0])]:
            head = MARGIN + depth * FLOOR
            bend = (head - y) / 2
            path += f"C{previous:.0f} {y + bend:.0f} {at:.0f} {head - bend:.0f} {at:.0f} {head}"
            y, previous = head + HEIGHT, at
            path += f"V{y}" if depth != target[1] else ""
    return f'<path d="{path}" fill="none" stroke="{QUIET}" stroke-width="1.5" marker-end="url(#tip)"/>'


def _box(room: str, at: float, depth: int) -> str:
    source = (ROOT / f"src/wangge/{room}/__init__.py").read_text(encoding="utf-8")
    said = escape(source.split('"""')[1].split("\n")[0])
    fill, edge = (PAPER, HAIRLINE) if room in PURE else (TINT, ACCENT)
    y = MARGIN + depth * FLOOR
    return f"""<g><title>{said}</title>
<rect x="{at - BOX / 2:.0f}" y="{y}" width="{BOX}" height="{HEIGHT}" rx="8" fill="{fill}" stroke="{edge}"/>
<g text-anchor="middle">
<text x="{at:.0f}" y="{y + 24}" font-size="17" font-weight="600" fill="{INK}">{room}</text>
<text x="{at:.0f}" y="{y + 44}" font-size="13" fill="{QUIET}">{CHINESE[room]}</text></g></g>"""


if __name__ == "__main__":
    PICTURE.write_text(picture(arrows()), encoding="utf-8")
    print(f"{PICTURE.relative_to(ROOT)}: {len(written())} arrows")
