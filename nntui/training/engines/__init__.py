"""The engines that train a ``State``: ``choose`` picks one, ``autograd`` is the reference, ``fused`` is compiled."""
