"""The network in compiled code: ``plan`` lays out memory, ``epochs.train`` is called from Python."""
