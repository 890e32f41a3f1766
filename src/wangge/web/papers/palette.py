"""The twelve fills of grids on paper: those of the screens, and which ink is read on each."""

# The same as GRID_COLOURS of frontend/src/map/palette.ts; a test keeps the two alike, and every pair of them
# apart for red-, green- and blue-blind eyes.
GRID_COLOURS = (
    "#89b8b6", "#da9f76", "#4f8ec8", "#d6ce77", "#6c63ab", "#7ce2bd",
    "#a1516c", "#b4cbf9", "#a69239", "#c9748f", "#b49fec", "#826e04",
)  # fmt: skip
INK, PAPER = "#1c2126", "#ffffff"


def fill(colour: int) -> str:
    """The fill of a grid by its number in the palette; beyond the twelfth it begins again."""
    return GRID_COLOURS[colour % len(GRID_COLOURS)]


def ink_on(colour: int) -> str:
    """Dark ink or white, whichever stands out more (contrast as WCAG 2 reckons it)."""
    light = luminance(fill(colour))
    return INK if (light + 0.05) / (luminance(INK) + 0.05) >= 1.05 / (light + 0.05) else PAPER


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
