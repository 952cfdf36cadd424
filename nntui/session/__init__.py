"""What is kept: ``session`` (the document), ``file`` (its zip), ``source`` (opening), ``refit``, ``predict``."""
