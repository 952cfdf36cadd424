"""Numbers to rows of text spans: ``canvas``, ``plot``, ``diagram``, ``shades``, ``glyphs``. Pure functions."""
