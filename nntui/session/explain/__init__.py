"""What matters to a network: ``importance`` of each input over many rows, ``question`` for one prediction."""
