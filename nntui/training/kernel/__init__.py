"""The compiled training kernel: ``simd`` is its vector language, ``net`` the network's code in it."""
