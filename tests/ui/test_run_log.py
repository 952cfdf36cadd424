"""The log's lines on the end of a training."""

from __future__ import annotations

from dataclasses import replace

from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.training.messages import Finished
from nntui.ui.work import loader
from nntui.ui.work.run_log import RunLog
from tests.ui.controller_host import Desk
from tests.ui.scripted_run import Script


async def test_the_best_epoch_is_told_once_for_each_end() -> None:
    session = open_source("tutorial", Options())
    run = Script().make_run(session, loader.encoded(session).arrays, lambda _: None)
    run.start()
    run.finish(100)
    ended = replace(run.snapshot, best_epoch=40, validation_loss=0.5)
    desk = Desk()
    log = RunLog(desk)
    for each in (ended, replace(ended, reason="the rate is 0"), replace(ended, epoch=200, reason="finished again")):
        log.tell(Finished(each))
    assert desk.told == [
        "finished at epoch 100; best epoch 40 of 100",
        "the rate is 0",
        "finished again; best epoch 40 of 200",
    ]
