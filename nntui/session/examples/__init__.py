"""Worked examples whose numbers somebody has published: ``record`` is the table of them, ``opening`` their sessions."""
