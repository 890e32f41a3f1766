"""`make bench-plan`: the shared instances through `wangge plan graph`, scored beside other planners.

`python -m benches.plan [INSTANCE …]` runs those named alone. Every bar of the project's table is judged by a
scorer that knows nothing of the engine; METIS in the bars is its contiguous k-way, run in the same go, each
of its figures the median over orders of the nodes, on which it depends much.
"""

import re
import sys
from collections.abc import Mapping

from benches.planning.bars import Bar, missed, ratio, row, whole
from benches.planning.instances import Case, shared
from benches.planning.peers import METHODS
from benches.planning.runs import Made, peer, wangge
from benches.planning.scoring import Score, middle, score
from benches.table import print_table, verdict

METIS = "METIS k-way"
BUDGETS = {"JB": (10.0,), "SY": (5.0,), "SG-TAP": (10.0, 120.0), "BS": (30.0,), "C10k": (15.0,)}
BEST = {"JB": 23.230, "SY": 25.70, "SG-TAP": 328.38, "BS": 725.3, "C10k": 2298.9}  # known at the start
AGAINST = {  # ours to METIS at most: rms, avoid
    "SG-TAP": (0.83, 0.45),
    "BS": (0.88, 0.55),
    "C10k": (0.9, 0.5),
}
OBJECTIVES = {
    ("JB", 10.0): 1.005 * 23.230,
    ("SY", 5.0): 25.8,
    ("SG-TAP", 10.0): 336.0,
    ("SG-TAP", 120.0): 328.6,
    ("BS", 30.0): 737.0,
}
ALL_IN_RANGE = ("JB", "SY", "SG-TAP", "BS", "C10k")
WITHIN = {"JB": 10.0, "C10k": 20.0}  # seconds of the whole command
PROVEN = re.compile(r"\b(proven|optimal|no better)\b", re.IGNORECASE)


def judge(case: Case, budget: float, made: Made, ours: Score | None, metis: Score | None) -> list[Bar]:
    """The bars of one run."""
    name = f"{case.name} {budget:g} s"
    if ours is None:
        return [Bar(f"{name}: a plan was made", 0, 1, "=")]
    bars = whole(name, ours, k=case.k)
    bars.append(Bar(f"{name}: share of grids in range", ours.in_range, 1.0, "≥"))
    if (case.name, budget) in OBJECTIVES:
        bars.append(Bar(f"{name}: J", ours.objective, OBJECTIVES[case.name, budget]))
    if case.name in AGAINST:
        bars += _against(name, AGAINST[case.name], ours, metis)
    if case.name == "BS":
        bars.append(Bar(f"{name}: barx", ours.barx, 16))
    if case.name == "JB":
        bars.append(Bar(f"{name}: said to be proven", bool(PROVEN.search(made.said)), 1, "="))
    if case.name in WITHIN:
        bars.append(Bar(f"{name}: seconds of the command", made.seconds, WITHIN[case.name]))
    return bars


def _against(name: str, most: tuple[float, float], ours: Score, metis: Score | None) -> list[Bar]:
    rms = ratio(ours.rms, metis.rms) if metis else float("nan")
    avoid = ratio(ours.avoid, metis.avoid) if metis else float("nan")
    return [Bar(f"{name}: rms to METIS", rms, most[0]), Bar(f"{name}: avoid to METIS", avoid, most[1])]


def instance(case: Case) -> list[Bar]:
    """Run everybody on one instance, print the table, and give the bars."""
    ground = case.read()

    def scored(made: Made) -> Score | None:
        found = [score(ground, each, low=case.min, high=case.max, k=case.k) for each in made.tries]
        return middle(found) if found else None

    runs = {budget: wangge(case, seconds=budget) for budget in BUDGETS[case.name]}
    others = {method: peer(method, case) for method in METHODS}
    scores = {made: scored(made) for made in (*runs.values(), *others.values())}
    rows = [row(made, found) for made, found in scores.items()]
    title = (
        f"{case.name}: {len(ground.nodes):,} buildings, {ground.households:,} households, "
        f"{case.k} grids of {case.min}–{case.max}; best J known {BEST[case.name]:,}"
    )
    print_table(rows, title=title)
    _ratios(scores, scores[others[METIS]])
    for made in runs.values():
        print(f"{made.method} said: {made.said}")
    metis = scores[others[METIS]]
    return [bar for budget, made in runs.items() for bar in judge(case, budget, made, scores[made], metis)]


def _ratios(scores: Mapping[Made, Score | None], metis: Score | None) -> None:
    """Each method's figures divided by METIS's."""
    for made, found in scores.items():
        if found and metis and made.method != METIS:
            figures = ("objective", "rms", "avoid", "barx")
            parts = [f"{each} {ratio(getattr(found, each), getattr(metis, each)):.2f}" for each in figures]
            print(f"{made.method} to {METIS}: {', '.join(parts)}")


def warm() -> None:
    """Compile what is compiled at first use, so that no budget pays for it."""
    case = shared("JB")
    if case:
        print(f"the engine is compiled: {wangge(case, seconds=0.5).seconds:.1f} s")


def main(names: list[str]) -> int:
    """Run the instances, print the bars, judge."""
    bars: list[Bar] = []
    warm()
    for name in names or BUDGETS:
        case = shared(name)
        if case is None:
            print(f"{name} is not at hand; name the folder of the data in WANGGE_SHARED")
            continue
        bars += instance(case)
    return verdict("plan", missed(bars, title="bars") if bars else [])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
