"""Widgets and key handling that panes and dialogs share."""
