"""The one table of commands: ``record`` is a row of it, ``table`` all of it, ``keymap`` the keys the user has."""
