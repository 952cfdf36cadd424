"""The session file: ``file`` saves and loads; ``archive`` and ``arrays`` are its parts."""
