"""The memory of a process with many threads."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

CODE = """
import ctypes
from threading import Barrier, Thread
from nntui.training.loading import share_arenas

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


def test_threads_share_few_arenas_of_memory() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "MALLOC_ARENA_MAX"}
    done = subprocess.run([sys.executable, "-c", CODE], env=environment, check=True, capture_output=True, text=True)
    shared, arenas = done.stdout.split()
    assert shared == str(platform.libc_ver()[0] == "glibc")
    assert int(arenas) <= 2
