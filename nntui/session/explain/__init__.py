"""Explanations of a network's answers: ``importance`` of each input over many rows, ``question`` for one prediction."""
