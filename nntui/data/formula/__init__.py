"""Formulas over columns: ``formula``, ``tree``, ``parser``, ``evaluate``, ``functions`` and ``calculated`` columns."""
