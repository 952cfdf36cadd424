"""The predict pane: ``pane`` is the pane, ``asking`` connects it to the session."""
