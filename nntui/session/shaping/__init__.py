"""Changes of single layers of a trained network: ``edits`` are the changes, ``shaped`` makes them."""
