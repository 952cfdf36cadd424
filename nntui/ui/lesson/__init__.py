"""Lessons on the screen: ``panel`` shows the step, ``conductor`` goes through a lesson, ``choose`` lists them."""
