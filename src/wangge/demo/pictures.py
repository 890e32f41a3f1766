"""Drawn pictures in place of photos: a yard between houses, what is wrong there, and the same put right."""

import math
from collections.abc import Callable, Mapping
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 960, 720
GROUND = 470
Pen = ImageDraw.ImageDraw


def draw(about: str, *, mended: bool, seed: int) -> Image.Image:
    """A yard with what a first-level category speaks of; the same seed draws the same yard."""
    random = Random(seed)  # noqa: S311 - nothing secret is drawn
    image = Image.new("RGB", (WIDTH, HEIGHT), "#cfe3ee")
    pen = ImageDraw.Draw(image)
    _yard(pen, random)
    THINGS.get(about, _notice)(pen, random, mended)
    return image


def _yard(pen: Pen, random: Random) -> None:
    """Sky, two houses with windows, trees and paving."""
    for y in range(GROUND):
        shade = y / GROUND
        pen.line((0, y, WIDTH, y), fill=(int(176 + 50 * shade), int(205 + 30 * shade), int(226 + 16 * shade)))
    left = random.randint(20, 90)
    for x, wide, high, wall in ((left, 330, 330, "#d9c7ad"), (left + 480, 380, 390, "#c9b8a4")):
        pen.rectangle((x, GROUND - high, x + wide, GROUND), fill=wall)
        pen.rectangle((x - 8, GROUND - high - 16, x + wide + 8, GROUND - high), fill="#8f5f4a")
        for row in range(high // 75):
            for column in range(wide // 70):
                wx, wy = x + 22 + column * 70, GROUND - high + 22 + row * 75
                lit = random.random() < 0.2
                pen.rectangle(
                    (wx, wy, wx + 38, wy + 46), fill="#f3dc9a" if lit else "#6f8794", outline="#f7f3ea"
                )
                pen.line((wx + 19, wy, wx + 19, wy + 46), fill="#f7f3ea", width=2)
    pen.rectangle((0, GROUND, WIDTH, HEIGHT), fill="#b9b4aa")
    for n in range(9):
        pen.line((n * 150 - 240, HEIGHT, 330 + n * 40, GROUND), fill="#a8a297", width=2)
    for y in (GROUND + 40, GROUND + 100, GROUND + 180):
        pen.line((0, y, WIDTH, y), fill="#a8a297", width=2)
    for x in (left + 405, WIDTH - 60):
        pen.rectangle((x - 8, GROUND - 90, x + 8, GROUND + 12), fill="#70543e")
        for dx, dy in ((-38, -120), (30, -130), (0, -170)):
            pen.ellipse((x + dx - 55, GROUND + dy - 50, x + dx + 55, GROUND + dy + 50), fill="#5f8a57")


def _rubbish(pen: Pen, random: Random, mended: bool) -> None:  # noqa: FBT001 - one of a table of pens
    for n in range(3):
        x = 300 + n * 120
        pen.rectangle((x, 480, x + 90, 610), fill=("#3c7a52", "#3f6ea5", "#7c7f83")[n])
        pen.rectangle((x - 6, 468, x + 96, 484), fill="#2f3437")
    for _ in range(0 if mended else 14):
        x, y, r = random.randint(220, 700), random.randint(590, 680), random.randint(22, 44)
        pen.ellipse(
            (x - r, y - r * 0.8, x + r, y + r * 0.8), fill=random.choice(("#2d2f33", "#e8e5df", "#b03a36"))
        )
        pen.line((x, y - r, x + 6, y - r - 12), fill="#444444", width=5)


def _car(pen: Pen, random: Random, mended: bool) -> None:  # noqa: FBT001
    pen.polygon([(140, 690), (820, 690), (760, 560), (200, 560)], outline="#d9b43a", width=8)
    for n in range(6):
        pen.line((180 + n * 110, 690, 230 + n * 95, 560), fill="#d9b43a", width=6)
    if mended:
        return
    colour = random.choice(("#b5322b", "#e9e9ea", "#2f4a6d"))
    pen.rounded_rectangle((260, 540, 720, 640), 34, fill=colour)
    pen.polygon([(340, 545), (400, 468), (590, 468), (660, 545)], fill=colour)
    pen.polygon([(362, 542), (410, 482), (490, 482), (490, 542)], fill="#25303a")
    pen.polygon([(502, 542), (502, 482), (582, 482), (632, 542)], fill="#25303a")
    for x in (350, 630):
        pen.ellipse((x - 46, 596, x + 46, 688), fill="#1e2022")
        pen.ellipse((x - 20, 622, x + 20, 662), fill="#b9bdc1")


def _puddle(pen: Pen, random: Random, mended: bool) -> None:  # noqa: FBT001
    pen.rectangle((455, 380, 485, 600), fill="#8a6f5b")
    pen.rectangle((440, 470, 500, 500), fill="#5b6770" if mended else "#7d3f2b")
    if mended:
        return
    pen.ellipse((210, 570, 790, 700), fill="#7fa8bd")
    pen.ellipse((270, 590, 720, 680), fill="#96bacb")
    for n in range(12):
        angle = random.uniform(0.1, math.pi - 0.1)
        length = random.randint(50, 130)
        x, y = 470 + math.cos(angle) * length, 490 + math.sin(angle) * length
        pen.line((470, 488, x, y), fill="#e7f3f8", width=4 + n % 3)


def _lamp(pen: Pen, random: Random, mended: bool) -> None:  # noqa: FBT001
    x = random.randint(440, 520)
    if mended:
        pen.polygon([(x + 72, 200), (x - 60, 660), (x + 220, 660)], fill="#efe3c0")
        for n in range(4, 0, -1):
            r = n * 13
            pen.ellipse((x + 72 - r, 202 - r, x + 72 + r, 202 + r), fill=(255, 247 - n * 4, 214 - n * 12))
    pen.rectangle((x - 9, 190, x + 9, 650), fill="#4b5560")
    pen.rectangle((x, 186, x + 90, 200), fill="#4b5560")
    pen.ellipse((x + 52, 184, x + 92, 218), fill="#fff3c4" if mended else "#767c80")
    if not mended:
        pen.ellipse((250, 610, 400, 670), fill="#26282a")
        pen.ellipse((300, 596, 460, 650), outline="#5d6062", width=12)


def _door(pen: Pen, _random: Random, mended: bool) -> None:  # noqa: FBT001
    pen.rectangle((330, 250, 630, 650), fill="#98a3aa")
    for x in (352, 486):
        pen.rectangle((x, 275, x + 122, 650), fill="#c7ced2" if mended else "#aeb6ba")
    pen.rectangle((600, 420, 616, 470), fill="#4caf6d" if mended else "#c0392b")
    if not mended:
        pen.rectangle((388, 360, 572, 470), fill="#f4e9b8", outline="#8a6d1f", width=4)
        for y in (388, 414, 440):
            pen.line((410, y, 550, y), fill="#8a6d1f", width=6)


def _bike(pen: Pen, _random: Random, mended: bool) -> None:  # noqa: FBT001
    pen.rectangle((90, 430, 190, 640), fill="#b93a32")
    pen.rectangle((104, 446, 176, 540), fill="#e9e2d6")
    if mended:
        return
    for x in (380, 650):
        pen.ellipse((x - 72, 530, x + 72, 674), outline="#1f2326", width=14)
    pen.line((380, 602, 470, 500, 620, 500, 650, 602), fill="#2f6f8f", width=16)
    pen.line((470, 500, 440, 440, 400, 440), fill="#2f6f8f", width=12)
    pen.rounded_rectangle((540, 462, 660, 492), 12, fill="#26282a")


def _stall(pen: Pen, _random: Random, mended: bool) -> None:  # noqa: FBT001
    if mended:
        return
    for n in range(8):
        pen.polygon(
            [(260 + n * 60, 360), (320 + n * 60, 360), (312 + n * 60, 430), (268 + n * 60, 430)],
            fill="#c8453b" if n % 2 else "#f4efe4",
        )
    pen.rectangle((270, 540, 730, 650), fill="#a77b4e")
    for n in range(12):
        pen.ellipse((282 + n * 37, 506, 316 + n * 37, 540), fill=("#d9822b", "#6f9e3f", "#c0392b")[n % 3])
    for x in (276, 720):
        pen.rectangle((x, 420, x + 8, 560), fill="#5a4632")


def _notice(pen: Pen, _random: Random, mended: bool) -> None:  # noqa: FBT001
    pen.rectangle((300, 300, 680, 560), fill="#6b4f3a")
    pen.rectangle((318, 318, 662, 542), fill="#efe7d6")
    for n in range(3):
        x = 336 + n * 108
        pen.rectangle((x, 336, x + 92, 524), fill="#ffffff" if mended else "#e3d6b8", outline="#b9ab8d")
        for y in range(360, 510, 22):
            pen.line((x + 12, y, x + 80, y), fill="#8b8577", width=3)
    for x in (320, 648):
        pen.rectangle((x, 560, x + 12, 660), fill="#6b4f3a")


THINGS: Mapping[str, Callable[[Pen, Random, bool], None]] = {
    "housing": _door, "utilities": _puddle, "environment": _rubbish, "traffic": _car, "municipal": _lamp,
    "safety": _bike, "order": _stall,
}  # fmt: skip
