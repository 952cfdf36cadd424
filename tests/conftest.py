"""What holds for all tests."""

from hypothesis import settings

# The same examples in every run: a suite that fails must fail again, and one that passes must not be luck. No deadline:
# how long an example takes says more about the machine than about the code.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")
