"""The events that the monkey sends to the app, one after the other, and the file that keeps a failure."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from tests.monkey import keys

if TYPE_CHECKING:
    import random
    from pathlib import Path

ESCAPE = re.compile(r"\x1b\[[0-9;?<>=:$ ]*[@-~]")
EXCEPTION = re.compile(r"^(\w*(?:Error|Exception|NoMatches|DuplicateIds|NoScreen|NoWidget)):", re.MULTILINE)
SIZES = ((60, 16), (80, 24), (120, 40), (200, 60))
"""Columns and rows of the terminals that the app is shown in."""
WAITS = (0.0, 0.01, 0.05, 0.2)
"""Seconds from one event to the next."""
KEYS_TO_AN_ANSWER = 60
"""After this many keys the app must show that it is alive."""


@dataclass(frozen=True)
class Event:
    """One thing that is done to the app, and the ``wait`` in seconds after it.

    ``kind`` is "keys" (names in ``value``), "paste" (its text), "mouse" (``button column row``), "resize"
    (``columns x rows``) or "answer", which demands that the app redraws.
    """

    kind: str
    value: str = ""
    wait: float = 0.0

    @property
    def names(self) -> list[str]:
        """The keys of a burst."""
        return keys.parse(self.value)

    def with_keys(self, names: list[str]) -> Event:
        """The same burst with other keys."""
        return replace(self, value=" ".join(names))

    def encode(self) -> bytes:
        """The bytes that the terminal sends for it; none for what is not typed."""
        if self.kind == "keys":
            return keys.encode(self.names)
        if self.kind == "paste":
            return f"\x1b[200~{self.value}\x1b[201~".encode()
        if self.kind == "mouse":
            place = ";".join(self.value.split())
            return f"\x1b[<{place}M\x1b[<{place}m".encode()
        return b""


@dataclass(frozen=True)
class Life:
    """One start of the app: its arguments, its first size, seconds until the first event, and the events."""

    arguments: list[str]
    size: tuple[int, int]
    patience: float
    events: list[Event]


@dataclass(frozen=True)
class Failure:
    """A life that ended badly.

    ``kind`` is "crash", "freeze", "exit" (not in time), or "fault" for an exception that the app survived; ``status``
    is the exit status.
    """

    kind: str
    life: Life
    seed: int = 0
    status: int | None = None
    output: str = ""
    dump: str = ""

    @property
    def reason(self) -> str:
        """The name of the exception that ended the app, or that it survived; "" where none is known."""
        names: list[str] = EXCEPTION.findall(f"{ESCAPE.sub('', self.output)}\n{self.dump}")
        return names[-1] if names else ""

    def is_like(self, other: Failure) -> bool:
        """Whether both are the same kind of failure."""
        return (self.kind, self.reason) == (other.kind, other.reason)

    def write(self, path: Path) -> None:
        """Keep it as JSON."""
        path.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Failure:
        """The events that ``write`` kept."""
        kept = json.loads(path.read_text(encoding="utf-8"))
        life = kept.pop("life")
        events = [Event(**event) for event in life.pop("events")]
        return cls(**kept, life=Life(**{**life, "size": tuple(life["size"]), "events": events}))


def random_life(source: random.Random, arguments: list[str], count: int) -> Life:
    """A life of about ``count`` keys."""
    columns, rows = size = source.choice(SIZES)
    events: list[Event] = []
    total = since = 0
    while total < count:
        wait = source.choice(WAITS)
        kind = source.random()
        if kind < 0.03:
            columns, rows = source.choice((*SIZES, (columns + 1, rows), (40, 10), (20, 4)))
            events.append(Event("resize", f"{columns}x{rows}", wait))
        elif kind < 0.06:
            place = source.randrange(columns) + 1, source.randrange(rows) + 1
            events.append(Event("mouse", "{} {} {}".format(source.choice((0, 0, 2, 64, 65)), *place), wait))
        elif kind < 0.08:
            events.append(Event("paste", source.choice(keys.PASTES), wait))
        else:
            burst = keys.random_burst(source)
            events.append(Event("keys", " ".join(burst), wait))
            total, since = total + len(burst), since + len(burst)
        if since >= KEYS_TO_AN_ANSWER:
            events.append(Event("answer"))
            since = 0
    return Life(arguments, size, source.choice((0.0, 0.3, 1.0, 4.0)), [*events, Event("answer")])
