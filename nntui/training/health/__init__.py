"""The health of a training: numbers by layer as it goes on, and checks that name what is wrong, once."""
