"""A network as a picture of text: ``draw`` for the picture, ``detail`` for the numbers below it."""
