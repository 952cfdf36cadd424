"""Every term of the screen in a sentence or two: ``record`` is a row, ``terms`` all rows, ``find`` looks them up."""
