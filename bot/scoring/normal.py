"""The normal distribution, for arrays."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_COEFFICIENTS = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)


def below(z: Array) -> Array:
    """The probability that a standard normal is below z, to 1.5e-7.

    Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26.
    """
    size = np.abs(z) / np.sqrt(2)
    t = 1 / (1 + 0.3275911 * size)
    series = np.zeros_like(t)
    for coefficient in _COEFFICIENTS:
        series = (series + coefficient) * t
    tail = 0.5 * series * np.exp(-(size**2))
    found: Array = np.where(z < 0, tail, 1 - tail)
    return found
