"""The examples and remarks below the help of each command."""

from __future__ import annotations

from nntui.data.files.formats import usual_suffixes
from nntui.drawings.formats import EVERY_EXPORT

ABOUT_SOURCE = f"""\b
SOURCE is a table ({usual_suffixes()}; - for standard input), a
folder of pictures or of tables, a session (.nntui) or a name from "nntui
datasets"; without one, the tutorial. Defaults are in brackets; the tutorial
has its own, and a session keeps the settings it was saved with.

\b
nntui                                 open the tutorial
nntui cars.csv --target mpg --start   open a table and train at once
nntui cars.nntui                      continue a saved session
nntui spiral:arms=3,noise=0.1         open a computed table
nntui ./train                         open a file named like a command

\b
Words complete in bash after eval "$(_NNTUI_COMPLETE=bash_source nntui)", in
zsh and fish with zsh_source and fish_source.
"""
ABOUT_SERVE = """\b
nntui serve cars.csv --target mpg     the options of nntui, in every tab
ssh -L 8000:127.0.0.1:8000 HOST       from another computer, encrypted

\b
Each tab is an nntui of its own; when it is closed, its unsaved work is kept.
"""
ABOUT_TRAIN = """\b
nntui train tutorial
nntui train cars.csv --hidden 8,8 --validation 0.2 --out cars.nntui
nntui train cars.nntui --epochs 1000 --out cars.nntui

\b
The last one continues to epoch 1,000. Ctrl+C stops and saves.
Exit status: 0 done, 1 training diverged, 2 bad usage or input, 130 stopped.
"""
ABOUT_PREDICT = f"""\b
nntui predict cars.nntui --set weight=3000 --set origin=japan ...
nntui predict cars.nntui --data new.csv --out answers.parquet
nntui predict pets.nntui --image photos/*.jpg      a network of pictures

\b
Tables are {usual_suffixes()}; --data - is standard input.
"""
ABOUT_EVALUATE = f"""\b
nntui evaluate cars.nntui
nntui evaluate cars.nntui --data new.csv --json

\b
Tables are {usual_suffixes()}; --data - is standard input.
"""
ABOUT_SEARCH = """\b
nntui search cars.csv --target mpg --time 2m --out best.nntui
nntui search cars.csv --trials 20 --seed 1     the same result every time
"""
ABOUT_CHECK = """\b
nntui check cars.nntui                              every weight, largest error first
nntui check cars.nntui --weight "W1[2,3]"           from input 2 to neuron 3 of the first layer
nntui check tutorial --json                         a table or an example: its first weights
"""
ABOUT_EXPLAIN = """\b
nntui explain cars.nntui                            which inputs matter
nntui explain cars.nntui --curve weight             the answer along an input
nntui explain cars.nntui --set weight=3000 ...      why this answer
nntui explain cars.nntui --set ... --reach 30       what would make it 30
"""
_FORMS = "\n".join(f"{record.name:<17}{record.help}" for record in EVERY_EXPORT.values())
ABOUT_EXPORT = f"""\b
{_FORMS}

\b
nntui export cars.nntui --out cars.py                 then: python cars.py weight=3000 ...
nntui export cars.nntui --format onnx --out cars.onnx
"""

ABOUT_ATTACH = """\b
Where the line or the window of an nntui that trains is lost, it trains on
without a screen, and keeps its work as it does on the screen. At its goal it
saves what is unsaved and ends. nntui attach shows it as it was, with all that
can be undone; where it has ended, attach opens what it has kept.

\b
nntui attach              show the one that there is
nntui attach --list       list all
nntui attach --take 4711  take the screen of process 4711 to this terminal
"""
ABOUT_WATCH = """\b
nntui train cars --out cars.nntui &  nntui watch cars.nntui
nntui train cars --log run1 &        nntui watch run1

\b
Neither has to be there yet. A training that ends and begins again is followed
on. The README has ten lines of Python that write such a folder.
"""
ABOUT_LESSON = """\b
nntui lesson tutorial      begin a lesson, or go on where you left it
nntui lesson my.toml       open one of your own

\b
A lesson of your own is a TOML file; the README's section "Lessons" has every
key of it. A fault in it is told with its line, and it can do nothing but
drive the screen. The smallest one:

\b
title = "One update"
source = "xor"
[[step]]
text = "The loss is {= loss.train}. {key:step} makes one update."
press = "step"
then = "Now it is {= loss.train}."
"""

ABOUT_SESSIONS = """\b
nntui sessions                               list it, with what is newer than the file
nntui sessions open cars-2026                go on with it; the start of an ID is enough
nntui sessions save cars-2026 --out c.nntui  write it to a file, beside the old one
nntui sessions remove cars-2026              let it go

\b
The next nntui offers the newest by itself. Of each, up to five older states are
kept, from 1 minute to 1 hour before the newest: --point 2 to 5.
"""
