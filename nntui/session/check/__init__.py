"""Checks of one weight by other means: its gradient three ways, and the loss along it and over planes of weights."""
