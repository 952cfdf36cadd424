"""One update of the weights as a walk: an ordered sequence of places, each a calculation with its numbers.

    walk = walk_of(session, "row", row=3)       # or "question", "batch", "all"; raises NntuiError with words
    walk.title, walk.notes                      # whose numbers these are; what is assumed; why the walk ends early
    place = walk.place(index)                   # 0 <= index < len(walk); computed when it is asked for
    index = walk.move(index, +1, "neuron")      # next place of this level or a coarser one; -1: previous; clamped
    index = walk.find("backward", Address(1, 2, 0))     # the place of an address in a phase, None if there is none
    index = walk.move_phase(index, +1)          # the first place of the next phase, or of the one before
    walk.focused(2)                             # the same walk through another row of its batch (0 <= row < walk.rows)

A ``Place`` has ``lines``: ``name = symbols = numbers = result``; ``line.sign`` is "≈" where the digits shown do not
give the result shown. ``place.answer`` is the line whose result is to be guessed, ``place.concerns`` the neurons and
weights to light up. Texts use "·", "≈", "…" and "→"; the renderer replaces them where only ASCII is drawn.

``session`` must hold the checkpoint of this moment, for the optimiser's memory. The walk keeps the numbers of one batch
and no place; nothing in it changes. No torch is loaded before ``walk_of`` is called.
"""

from nntui.session.walk.making import walk_of
from nntui.session.walk.place import Address, Calculation, Level, Phase, Place
from nntui.session.walk.subject import Whose
from nntui.session.walk.walk import Walk

__all__ = ["Address", "Calculation", "Level", "Phase", "Place", "Walk", "Whose", "walk_of"]
