"""Curves as braille dots: ``plot`` draws them, ``axes`` chooses round numbers."""
