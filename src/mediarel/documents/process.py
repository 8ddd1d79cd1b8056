"""The process that reads one document: its bytes on standard input, JSON out.

A document of kilobytes can unpack to gigabytes or take a library hours; here that ends
this process and no other. It is started by `reading.py` with the module that reads
this kind, and the bytes of memory and seconds of computing that it may use.

It writes an object: {"text": …} with the fields of DocumentText, or {"refused": what,
"advice": advice}. Where it could not end as it should, nothing is written.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module

from mediarel.documents.found import RefusedError


def main(module: str, memory: int, seconds: int) -> None:
    """Read the document on standard input with `module` of this room."""
    _limit(memory, seconds)
    read = import_module(f"mediarel.documents.{module}").read
    try:
        found = read(sys.stdin.buffer.read())._asdict()
    except RefusedError as error:
        found = {"refused": error.what, "advice": error.advice}
    except MemoryError:
        return
    # Escaped, so that a half of a surrogate pair can be written too.
    sys.stdout.write(json.dumps(found))


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    wanted = {resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: seconds}
    for kind, amount in wanted.items():
        _, most = resource.getrlimit(kind)
        limit = amount if most == resource.RLIM_INFINITY else min(amount, most)
        resource.setrlimit(kind, (limit, most))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
