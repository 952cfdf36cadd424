"""Tables in files: ``tables`` reads and writes them, ``formats`` is the table of formats, ``source`` a file to read."""
