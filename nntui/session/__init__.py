"""One document: ``open`` makes it, ``change`` and ``follow`` alter it, ``store`` saves it, ``predict`` asks it."""
