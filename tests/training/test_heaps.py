"""The memory of a process with many threads."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

GLIBC = platform.libc_ver()[0] == "glibc"
THREADS = """
import ctypes
from threading import Barrier, Thread
from nntui.training.heaps import share_arenas

shared = share_arenas()
there, go = Barrier(13), Barrier(13)

def allocate():
    ctypes.CDLL(None).malloc(1000)
    there.wait()
    go.wait()

threads = [Thread(target=allocate) for _ in range(12)]
for each in threads:
    each.start()
there.wait()
arenas = 0
if shared:
    c = ctypes.CDLL(None)
    c.tmpfile.restype = ctypes.c_void_p
    file = ctypes.c_void_p(c.tmpfile())
    c.malloc_info(0, file)
    c.rewind(file)
    text = ctypes.create_string_buffer(1 << 20)
    c.fread(text, 1, len(text), file)
    arenas = text.value.count(b"<heap nr=")
go.wait()
print(shared, arenas)
"""


FREED = """
import ctypes
from pathlib import Path
from nntui.training.heaps import give_back_memory

c = ctypes.CDLL(None)
c.malloc.restype = ctypes.c_void_p
blocks = [ctypes.c_void_p(c.malloc(100_000)) for _ in range(1_000)]
for block in blocks:
    ctypes.memset(block, 1, 100_000)
for block in blocks[:-1]:  # the last keeps the heap from shrinking by itself
    c.free(block)

def resident():
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[1]) * 4096 if statm.exists() else 0

before = resident()
print(give_back_memory(), before - resident())
"""


def result_of(code: str) -> list[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
    return done.stdout.split()


def test_threads_share_few_arenas_of_memory() -> None:
    shared, arenas = result_of(THREADS)
    assert shared == str(GLIBC)
    assert int(arenas) <= 2


def test_what_is_free_goes_back_to_the_system() -> None:
    able, fewer = result_of(FREED)
    assert able == str(GLIBC)
    assert int(fewer) > 50_000_000 or not GLIBC
