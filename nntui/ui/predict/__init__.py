"""The predict pane: ``pane`` is the widget, ``presenter`` connects it to session and network."""
