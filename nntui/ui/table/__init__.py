"""The data pane: ``pane`` is the pane, ``editor`` its keys at work, ``grid`` the widget that draws the table."""
