"""Lessons that drive the real screen: ``lesson`` is one, ``read`` reads its file, ``run`` goes through its steps."""
