"""``nntui watch SESSION``: ``publisher`` writes how far a training is while somebody watches, ``watcher`` reads it."""
