"""A session's network as files for other programs: ``script`` runs it, ``training`` trains it, with PyTorch alone."""
