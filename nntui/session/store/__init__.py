"""The session file: ``file`` saves and loads; ``archive``, ``document`` and ``arrays`` are its parts."""
