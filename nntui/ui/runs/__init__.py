"""The pane of runs side by side: which there are, how good each is, and what can be done with them."""
