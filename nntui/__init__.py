"""Put your own table beside a neural network in the terminal, and watch it learn."""

__version__ = "0.1.0"
