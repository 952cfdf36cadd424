"""Terms of files: what a network is saved as, and what other programs take."""

from __future__ import annotations

from nntui.ui.glossary.record import Term

FILES = (
    Term(
        "session file",
        "A session file, NAME.nntui, holds everything that is on the screen: table, network, weights, losses and "
        "settings. Opening one never runs code.",
        ("save", "nntui file"),
    ),
    Term(
        "autosave",
        "A journal of unsaved work is on the disk. After a kill or a dropped line the next start offers what is in it: "
        "at most 1 s of typing and 5 s of training are lost. nntui sessions in the shell lists it, with older states.",
        ("recover", "crash", "lost work", "backup"),
    ),
    Term(
        "export",
        "To export a network is to write it for other programs, without nntui: as code, weights, a model or a drawing. "
        "The command export does so, and nntui export in the shell; the command code shows the code, to copy or save "
        "it.",
        ("code", "take home", "deploy"),
    ),
    Term(
        "script",
        "A script is a program in one file. The scripts that nntui writes need Python and PyTorch alone; one answers "
        "questions, one trains again, one makes a single update with all its numbers.",
        ("program", "python", "code"),
    ),
    Term(
        "PyTorch",
        "PyTorch is the Python library that most neural networks are written with; nntui itself is built on it.",
        ("torch", "library", "framework"),
    ),
    Term(
        "safetensors",
        "Safetensors is a file format for weights: named arrays of numbers, and nothing that could run. "
        "nntui export --format safetensors writes one.",
        ("weights file", "pickle"),
    ),
)
