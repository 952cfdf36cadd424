"""The health pane: numbers of each layer over time, what goes wrong, and its cure."""
