"""Read one document from standard input, and write its text as JSON.

This runs in a separate process, because a document of kilobytes can unpack to gigabytes
or occupy a library for hours. If a limit is exceeded, only this process ends, and
mediarel continues.

`extraction.py` starts the process with these arguments, in this order: the name of a
function, which reads the document; the memory limit in bytes; the limit of CPU time in
seconds; options.

The output is an object: {"text": …} with the fields of DocumentText, or {"refused": …,
"advice": …}. If the process fails, there is no output.

The text of every document is repaired here: Khmer characters are put in order, and
control characters are removed. Damage is reported.
"""

import json
import re
import sys
from collections.abc import Iterator

from mediarel.documents import document_text
from mediarel.documents.file_kinds import reader_named
from mediarel.text import damaged
from mediarel.text.legacy_khmer import converted
from mediarel.worker import limit

# U+FFFD replaces lost characters. Private characters have a meaning in one font only.
_LOST = re.compile("[\ufffd\ue000-\uf8ff]")
_SHARE = 0.005  # of the characters; correct texts have none
_COMPARE = "Compare the text with a printed copy, or use the original file."


def main(reader: str, memory: int, seconds: int, *options: str) -> None:
    """Read the document on standard input, and write the result as JSON.

    `reader` is the name of a function (see `file_kinds.py`). Each option is the name of
    a parameter of this function. The parameter is set to true.
    """
    limit(memory, seconds)
    data = sys.stdin.buffer.read()
    try:
        read = reader_named(reader)
        found = repaired(read(data, **dict.fromkeys(options, True)))._asdict()
    except document_text.RefusedError as error:
        found = {"refused": error.what, "advice": error.advice}
    except MemoryError:
        return
    # Escaped, so that lone surrogates can be written too.
    sys.stdout.write(json.dumps(found))


def repaired(found: document_text.DocumentText) -> document_text.DocumentText:
    """Repair damaged characters in a document. Add the problems found to the result."""
    text, title = converted(found.text), found.title
    problems = [document_text.CONVERTED] if text != found.text else []
    if document_text.LEGACY not in found.problems and damaged.is_legacy_text(text):
        problems.append(document_text.LEGACY)
    if title is not None:
        title = converted(title)
    if damaged.has_khmer(text):
        text, of_order = _in_order(text)
        problems += of_order
        problems += _misplaced(text)
    if title is not None and damaged.has_khmer(title):
        title, _ = _in_order(title)
    if damaged.controls_in(text):
        problems.append(
            document_text.Problem(f"contained {damaged.controls_named(text)} (removed)")
        )
        text = damaged.without_controls(text)
    # If fonts don't define their characters, this has been reported already.
    if not any(damaged.LOST in problem.what for problem in found.problems):
        problems += _lost(text)
    return found._replace(text=text, title=title, problems=(*found.problems, *problems))


def _in_order(text: str) -> tuple[str, list[document_text.Problem]]:
    if damaged.is_in_order(text):
        return text, []
    text, count = damaged.in_order(text)
    if not count:
        return text, []
    times = "1 syllable" if count == 1 else f"{count:,} syllables"
    what = f"had Khmer characters in the wrong order (fixed in {times})"
    return text, [document_text.Problem(what)]


def _misplaced(text: str) -> Iterator[document_text.Problem]:
    count, letters = damaged.misplaced(text)
    if count >= _SHARE * letters and count:
        what = f"has damaged Khmer: {_of(count, letters)} are in the wrong place"
        yield document_text.Problem(what, _COMPARE, is_lost=True)


def _lost(text: str) -> Iterator[document_text.Problem]:
    count = len(_LOST.findall(text))
    letters = count and sum(map(str.isalpha, text)) + count
    if count and count >= _SHARE * letters:
        what = f"has unknown characters: {_of(count, letters)}"
        yield document_text.Problem(what, _COMPARE, is_lost=True)


def _of(count: int, letters: int) -> str:
    return f"{count:,} of its {letters:,} characters"


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])
