"""Training: ``loop`` (the generator), the engines, ``history``, ``run`` (the worker thread), ``metrics``."""
