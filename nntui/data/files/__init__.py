"""Tables in files: ``tables`` reads and writes them by format; ``reading`` also says how a file was read."""
