"""Conditions at which training stops or pauses: read from text, and checked at the end of every epoch."""
