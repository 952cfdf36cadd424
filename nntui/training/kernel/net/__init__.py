"""The network in compiled code: ``plan`` lays out memory, ``epochs`` is what Python calls."""
