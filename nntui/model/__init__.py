"""The network: ``spec`` (settings), ``activations``, ``network`` (the torch module), ``trace`` (every intermediate)."""
