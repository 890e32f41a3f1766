"""Where the invented town of the benches lies, and what its people say; needs no database."""

from wangge.demo.presets import load

WEST, SOUTH, SIDE = 116.0, 39.0, 0.004  # degrees; a grid is about 400 m wide
ROW = 10  # a community has ROW × ROW grids

SAID = [row["keywords"][0] for row in load("jiabei", "categories")["categories"] if row.get("keywords")]
WORDS = [f"您好，我们楼这两天{word}，麻烦派人来看看，谢谢。" for word in [*SAID, "想问一件事", "没有别的"]]
