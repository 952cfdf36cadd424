"""What holds for all tests."""

from hypothesis import settings

# The same examples in every run: a suite that fails must fail again, and one that passes must not be luck.
settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")
