"""Table -> arrays -> answers: ``encoder`` fits the training rows, ``answers`` decodes outputs."""
