"""Curves on axes in text: the loss by epoch."""

from nntui.render.plot.curves import Series
from nntui.render.plot.figure import draw_plot

__all__ = ["Series", "draw_plot"]
