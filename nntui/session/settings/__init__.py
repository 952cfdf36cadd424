"""The settings of a session in words: ``table.SETTINGS``, which the shell and the settings form are made from."""
