"""Sessions that were really trained, a few epochs long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from nntui.data.encoding.encoder import Encoder, encode
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.training.loop import train
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from nntui.session.session import Session


def trained(source: str, **options: Any) -> Session:
    settings: dict[str, Any] = {"epochs": 5, "engine": "autograd"}
    session = open_source(source, Options(**settings | options))
    trainer = Trainer(session.network, session.training, encode(session.table, Encoder.fit(session.table)))
    for _ in train(trainer, session.training.epochs):
        pass
    return replace(session, checkpoint=trainer.checkpoint())
