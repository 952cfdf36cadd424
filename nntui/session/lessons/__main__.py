"""Print what expressions in lessons may name, for the README: ``python -m nntui.session.lessons``."""

from __future__ import annotations

import sys

from nntui.session.lessons.expression import BEFORE
from nntui.session.lessons.situation import NAMES, NETWORK_FUNCTIONS


def names_in_words() -> str:
    """A paragraph with all names, and one with all functions."""
    names = ", ".join(f"`{each.name}` ({each.help})" for each in NAMES.values())
    functions = ", ".join(f"`{each.name}` ({each.help})" for each in (*NETWORK_FUNCTIONS.values(), BEFORE))
    return (
        "Expressions have the operators and functions of formulas, and texts in quotes can be compared.\n"
        f"Names: {names}.\n\nFunctions: {functions}. Layers, neurons and rows count from 1; layer 0 has the inputs, "
        "and without a row it is the selected one."
    )


if __name__ == "__main__":
    sys.stdout.write(f"{names_in_words()}\n")
