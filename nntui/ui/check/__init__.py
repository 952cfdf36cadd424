"""The check pane: the gradient of a weight three ways, the loss along it, and the loss over planes of weights."""
