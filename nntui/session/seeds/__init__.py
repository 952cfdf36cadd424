"""How sure an answer is: ``networks`` like a session's from other seeds, and the ``spread`` of what they answer."""
