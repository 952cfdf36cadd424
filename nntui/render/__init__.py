"""Numbers to rows of text spans: ``canvas``, ``plot``, ``diagram``, ``heatmap``, ``glyphs``. Pure functions."""
