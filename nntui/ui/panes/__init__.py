"""The panes of the main screen: ``data``, ``network``, ``loss``, ``predict``, and its ``header`` and ``footer``."""
