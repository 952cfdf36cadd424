"""Maps: the answers of a network over two inputs or along one, and what each neuron computes there."""
