"""How it is learnt: ``loop`` (the generator), the engines, ``history``, ``run`` (the worker thread), ``metrics``."""
