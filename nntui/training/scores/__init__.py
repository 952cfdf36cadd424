"""How good a network is: metrics, what to compare them with, warnings. ``judge.Judge`` makes a ``score.Score``."""
