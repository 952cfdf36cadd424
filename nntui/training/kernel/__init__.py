"""The compiled training kernel: explicit vectors, and whole epochs in one call without the interpreter lock."""
