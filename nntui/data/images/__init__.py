"""Picture files as rows of tables: ``tables`` makes them of a folder or a column of paths, ``decode`` reads a file."""
