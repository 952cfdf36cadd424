"""The journal of a session that is open: ``writing`` adds what changed, ``reading`` makes a session of it again."""
