"""What the user owns: ``table``, ``edits``, ``files``, ``builtin``, ``encode``, ``split``. Knows neither torch nor textual."""
