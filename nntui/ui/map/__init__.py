"""The map pane: answers over two inputs or along one, each neuron by itself, and rows added by keys."""
