"""First weights of the worked examples, in the order of the flat parameters: W1 row by row, b1, W2 row by row, b2."""

from __future__ import annotations

from typing import Final

MAZUR: Final = (0.15, 0.25, 0.20, 0.30, 0.35, 0.35, 0.40, 0.50, 0.45, 0.55, 0.60, 0.60)
"""w1 w3 w2 w4, b1 twice, w5 w7 w6 w8, b2 twice."""
MICROGRAD: Final = (-3.0, 1.0, 6.8813735870195432)
TRASK: Final = (
    *(-0.165955990594852, 0.4406489868843162, -0.9997712503653102, -0.39533485473632046),
    *(-0.7064882183657739, -0.8153228104624044, -0.6274795772446582, -0.3088785459139045),
    *(-0.20646505153866013, 0.07763346800671389, -0.1616109711934104, 0.370439000793519),
    *(-0.5910955005369651, 0.7562348727818908, -0.9452248136041477, 0.34093502035680445),
)
"""``numpy.random.seed(1); 2 * numpy.random.random((3, 4)) - 1``, then ``2 * numpy.random.random((4, 1)) - 1``."""
