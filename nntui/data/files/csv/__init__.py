"""Text with separators: ``read`` and ``write`` are the ways in and out; the other files are steps of reading."""
