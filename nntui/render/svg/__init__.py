"""Drawings as SVG, legible on light and dark grounds: a network, curves, and a map of answers."""
