"""The walk pane: one update of the weights, calculation by calculation, with the diagram of what is calculated."""
