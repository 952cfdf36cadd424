"""The search pane: settings tried on folds of the training rows, in threads beside the training."""
