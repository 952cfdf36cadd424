"""What the user owns: ``table``, ``edits``, ``files``, ``builtin``, ``encode``, ``split``. No torch, no textual."""
