"""The user's table: its columns and cells, edits, files, formulas, built-in tables, and encoding for a network."""
