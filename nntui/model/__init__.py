"""What is learnt: ``spec`` (settings, no torch), ``network`` (the module), ``trace`` (every intermediate number)."""
