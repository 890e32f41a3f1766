"""Compilation of the engine's inner loops, and the small random generator that they share."""

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

F = TypeVar("F", bound=Callable[..., Any])
RandomState: TypeAlias = NDArray[np.uint64]


def compiled(function: F) -> F:
    """Compile to machine code, kept on disk between runs; lets other threads run meanwhile.

    The copy on disk is renewed when the function's own file changes. After changing a function that others
    call from another file, touch those files too.
    """
    return cast("F", numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def random_state(seed: int | np.random.SeedSequence) -> RandomState:
    """The state of a generator, shape (1,), to be passed to `uniform` and `below`."""
    sequence = seed if isinstance(seed, np.random.SeedSequence) else np.random.SeedSequence(seed)
    return sequence.generate_state(1, dtype=np.uint64).astype(np.uint64)


@compiled
def uniform(state: RandomState) -> float:
    """The next number in [0, 1): splitmix64 (Steele, Lea and Flood 2014)."""
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    z = state[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return float(z >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@compiled
def below(state: RandomState, n: int) -> int:
    """The next whole number in [0, n)."""
    return int(uniform(state) * n)
