"""The dialogs that several parts of the screen share; ``conversations`` opens them for commands."""
