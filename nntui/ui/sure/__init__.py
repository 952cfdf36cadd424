"""The pane that says how sure score and answer are: networks with other seeds, and cross-validation."""
