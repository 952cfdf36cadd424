"""The screens of nntui that run on this machine, and the messages between them and ``nntui attach``."""
