"""The network pane."""
