"""A training that is published for those who watch it, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.data.encoding.encoder import Encoder, encode
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.store.file import save
from nntui.session.watching.publisher import Publisher
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.session.session import Session


class Training:
    """A training of the tutorial to be saved to ``out``, published at each look of ``published``."""

    def __init__(self, out: Path, hidden: tuple[int, ...] = (3,)) -> None:
        self.now = 0.0
        self.out = out
        self.session = open_source("tutorial", Options(epochs=50, engine="autograd", hidden=hidden))
        arrays = encode(self.session.table, Encoder.fit(self.session.table))
        self.trainer = Trainer(self.session.network, self.session.training, arrays)
        self.publisher = Publisher(out, self.session, lambda: self.now)

    def train(self, epochs: int) -> None:
        """Train on, and have it published if somebody watches."""
        self.trainer.epochs(epochs)
        self.trainer.status = "training"
        self.now += 1_000.0
        self.publisher.look(self.trainer)
        self.publisher.settle()

    def end(self) -> Session:
        """Save, and publish no more."""
        saved = replace(self.session, checkpoint=self.trainer.checkpoint(), path=self.out)
        save(saved, self.out)
        self.publisher.__exit__()
        return saved
