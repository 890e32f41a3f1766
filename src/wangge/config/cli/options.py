"""The options that the commands which draw grids share, each said once."""

import math
from collections.abc import Callable
from typing import Any

import click

Put = Callable[[Callable[..., Any]], Callable[..., Any]]


class Amount(click.FloatRange):
    """A finite number from `min` on."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Neither nan nor inf is an amount of anything."""
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value} is not a number.", param, ctx)
        return number


def together(*options: Put) -> Put:
    """Several options as one, in the order in which help lists them."""

    def put(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return put


number_of_grids = click.option(
    "--k", type=click.IntRange(1), help="How many grids.  [default: as many as suit]"
)
seed = click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help="The same seed draws the same grids."
)
seconds = click.option("--seconds", type=Amount(0.1), help="How long to search.  [default: by size]")
search = together(seed, seconds)
span = together(
    click.option("--min", "least", default=300, show_default=True, help="The least that a grid may hold."),
    click.option("--max", "most", default=500, show_default=True, help="The most that a grid may hold."),
)
measure = click.option(
    "--by",
    "measure",
    type=click.Choice(["households", "people"]),
    default="households",
    show_default=True,
    help="What --min and --max count.",
)
strict = click.option(
    "--strict", is_flag=True, help="Refuse a rule that cannot be kept instead of coming near it."
)
of_a_community = together(span, measure, search, strict)
