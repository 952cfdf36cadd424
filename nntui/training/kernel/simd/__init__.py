"""Explicit vectors for numba: the language that the kernel in ``net`` is written in."""
