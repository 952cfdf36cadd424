"""Random keys against the app in a pseudo-terminal, run by hand: ``python -m tests.monkey --help``."""
