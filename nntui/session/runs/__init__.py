"""Trainings side by side: which there are (``book``), how they differ, which of two is better, and one made again."""
