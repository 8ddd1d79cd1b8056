"""The process that reads one document: its bytes on standard input, JSON out.

A document of kilobytes can unpack to gigabytes or take a library hours; here that ends
this process and no other. It is started by `reading.py` with the module that reads
this kind, the bytes of memory and seconds of computing that it may use, and what else
it is to do.

It writes an object: {"text": …} with the fields of DocumentText, or {"refused": what,
"advice": advice}. Where it could not end as it should, nothing is written.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module

from mediarel.documents.found import RefusedError
from mediarel.documents.mending import mended
from mediarel.worker import limit


def main(module: str, memory: int, seconds: int, *options: str) -> None:
    """Read the document on standard input with `module` of this room.

    Of the `options`, each is a parameter of its `read` that is set.
    """
    limit(memory, seconds)
    data = sys.stdin.buffer.read()
    try:
        read = import_module(f"mediarel.documents.{module}").read
        found = mended(read(data, **dict.fromkeys(options, True)))._asdict()
    except RefusedError as error:
        found = {"refused": error.what, "advice": error.advice}
    except MemoryError:
        return
    # Escaped, so that a half of a surrogate pair can be written too.
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])
