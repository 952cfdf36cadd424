"""Tables larger than memory: a session has a sample of the rows, and training goes through all of them in files."""
