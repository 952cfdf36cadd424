"""Curves on axes in text: the loss by epoch."""

from nntui.render.plot.curves import Series, draw_plot

__all__ = ["Series", "draw_plot"]
