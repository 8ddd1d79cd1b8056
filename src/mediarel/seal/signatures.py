"""Sign and timestamp seals, by running `ssh-keygen`, `minisign` and `openssl`.

mediarel never reads a private key or a passphrase: the programs ask for them. The
signatures of a seal are files next to `seal.txt`, named after their SHA-256. Their
endings are `.sig` (SSH), `.minisig` (minisign) and `.tsr` (timestamps).
"""

import re
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from mediarel import errors
from mediarel.seal.seal_file import SEAL, put

REQUEST = "seal.tsq"
VALID, UNTRUSTED, UNCHECKED, INVALID = "valid", "untrusted", "not checked", "invalid"
NAMESPACE = ("-n", "mediarel")
_PACKAGES = {"ssh-keygen": "OpenSSH 8.2 or later", "openssl": "OpenSSL"}
_MISMATCH = "it does not match the seal"
_OLD = re.compile(rb"(unknown|illegal|unsupported) option|[Uu]nsupported operation")
# What the files with each ending contain. A timestamp has the type of its content:
# id-ct-TSTInfo, RFC 3161.
_MARKS = {
    ".sig": b"-----BEGIN SSH SIGNATURE-----",
    ".minisig": b"untrusted comment:",
    ".tsr": bytes.fromhex("060b2a864886f70d0109100104"),
}
_PUBLIC_KEY = re.compile(rb"(?:ssh-|ecdsa-|sk-)\S{1,60} AAAA")
# Lines in the output of `openssl ts -reply -text`.
_BYTES = re.compile(r"^ +[0-9a-f]{4} - ((?:[0-9a-f]{2}[ -]){1,16})", re.MULTILINE)
_TIME = re.compile(r"^Time stamp: (\w+ +\d+ [\d:]+)[.\d]* (\d+) GMT", re.MULTILINE)
_URL = re.compile(r"https?://([\w.-]+|\[[\w:.]+])(:\d{1,5})?([/?]\S*)?", re.IGNORECASE)
_SECONDS = 30
_LARGEST = 1 << 20  # bytes of a reply
Signers = dict[str, list[Path]]
"""Files with trusted public keys, by the ending of the signatures that they verify.

The files for timestamps have certificates of their authorities.
"""


class Program(StrEnum):
    """A program that can sign a seal."""

    SSH = "ssh"
    MINISIGN = "minisign"


class Signature(NamedTuple):
    """A signature or a timestamp of a seal.

    `state` is one of the constants above. `who` is the trusted signer, or else the key.
    `why` explains the state. A timestamp has the time `at` (RFC 3339, UTC).
    """

    place: Path
    who: str
    state: str
    why: str = ""
    at: str = ""


class ProgramError(errors.RefusedError):
    """A standard program is missing, too old, or has failed."""


def read_signers(place: Path | None) -> Signers:
    """Return the trusted signers in a file, or in the files of a folder.

    Raises AccessError or InvalidError.
    """
    found: Signers = {}
    if place is None:
        return found
    if not place.exists():
        raise errors.AccessError(
            f"{place}: no such file or directory", "Check the path and the permissions."
        )
    for file in sorted(place.iterdir()) if place.is_dir() else [place]:
        if file.is_file() and (data := file.read_bytes().strip()):
            if _PUBLIC_KEY.match(data):
                raise errors.InvalidError(
                    f"{file} is a public key, not a list of signers",
                    "Write a line with a name and this key, such as"
                    " `dara@example.org ssh-ed25519 AAAA…`, into a new file.",
                )
            is_authority = b"BEGIN CERTIFICATE" in data
            ending = ".tsr" if is_authority else _ending_of(data) or ".sig"
            found.setdefault(ending, []).append(file)
    if not found:
        raise errors.InvalidError(
            f"there are no signers in {place}",
            "Put a file with public keys or a certificate there.",
        )
    return found


def _run(
    *words: object, given: Path | None = None, is_asking: bool = False
) -> subprocess.CompletedProcess[bytes]:
    """Run a program, with the file `given` as input.

    If `is_asking`, the program may ask the user for a passphrase. Raises ProgramError.
    """
    program = str(words[0])
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, and no shell
            [*map(str, words)],
            input=None if given is None else given.read_bytes(),
            stdout=subprocess.PIPE,
            stderr=None if is_asking else subprocess.PIPE,
            check=False,
        )
    except OSError as error:
        problem = f"can't be run: {(error.strerror or '').lower()}"
    else:
        if not (done.returncode and _OLD.search(done.stderr or b"")):
            return done
        problem = "is too old"
    install = f"Install {_PACKAGES.get(program, program)}."
    raise ProgramError(f"the program {program} {problem}", install)


def sign(program: Program, key: Path, folder: Path) -> Path:
    """Sign the seal in `folder` with a private key, and return the signature's path.

    Raises ProgramError.
    """
    with TemporaryDirectory() as temporary:
        copy = shutil.copy(folder / SEAL, temporary)
        words = {
            Program.SSH: ("ssh-keygen", "-q", "-Y", "sign", *NAMESPACE, "-f", key),
            Program.MINISIGN: ("minisign", "-S", "-s", key, "-m"),
        }[program]
        done = _run(*words, copy, is_asking=True)
        # A signature is next to the signed file: `seal.txt.sig` or `seal.txt.minisig`.
        data = [each.read_bytes() for each in Path(temporary).glob("*sig")]
    if done.returncode or not data:
        raise ProgramError(
            f"{words[0]} did not sign the seal with the key {key}",
            "Its message is above. Check the key, then run the command again.",
        )
    return _put(data[0], folder)


def add(data: bytes, folder: Path, signers: Signers) -> Path:
    """Add a signature or a timestamp to the seal in `folder`, and return its path.

    Raises InvalidError if this is not a signature or a timestamp of the seal or can't
    be checked, or AccessError.
    """
    with TemporaryDirectory() as temporary:
        place = Path(temporary, f"signature{_ending_of(data)}")
        place.write_bytes(data)
        found = _checked(place, folder / SEAL, signers)
    if found.state == INVALID or (found.state == UNCHECKED and not found.at):
        raise errors.InvalidError(
            f"the file can't be added to {folder / SEAL}: {found.why}",
            f"Sign {SEAL}: ssh-keygen -Y sign {' '.join(NAMESPACE)} -f KEY {SEAL}",
        )
    return _put(data, folder)


def _put(data: bytes, folder: Path) -> Path:
    place = folder / _name_of(data)
    put(place, data)
    return place


def _name_of(data: bytes) -> str:
    """Return the file name of a signature or a timestamp."""
    return f"{sha256(data).hexdigest()[:16]}{_ending_of(data)}"


def _ending_of(data: bytes) -> str:
    """Return the ending of a signature or a timestamp, or "" if this is neither."""
    return next((each for each, mark in _MARKS.items() if mark in data), "")


def _key_id(data: bytes) -> str:
    """Return the key ID in a signature or a public key of minisign.

    Raises ValueError if the second line is not Base64.
    """
    return b64decode(data.partition(b"\n")[2][:16])[2:10][::-1].hex().upper()


def check_all(folder: Path, signers: Signers) -> list[Signature]:
    """Check all signatures and timestamps of the seal in `folder`."""
    places = [place for each in _MARKS for place in sorted(folder.glob(f"*{each}"))]
    return [_checked(each, folder / SEAL, signers) for each in places]


def public_files(folder: Path) -> dict[str, bytes]:
    """Return the signatures and the timestamps of a seal for others.

    The keys are names that depend only on the content. Links and other files in the
    folder, such as the request, are left out.
    """
    there = (e for e in folder.iterdir() if e.is_file() and not e.is_symlink())
    found = ((e.suffix, e.read_bytes()) for e in sorted(there) if e.suffix in _MARKS)
    return {_name_of(data): data for end, data in found if _ending_of(data) == end}


def _checked(place: Path, seal: Path, signers: Signers) -> Signature:
    check = {".sig": _of_ssh, ".minisig": _of_minisign}.get(place.suffix, _of_time)
    try:
        return check(place, seal, signers.get(place.suffix, []))
    except ProgramError as error:
        return Signature(place, place.name, UNCHECKED, f"{error.problem}. {error.hint}")
    except ValueError:
        return Signature(place, place.name, INVALID, "it is damaged")


def _of_ssh(place: Path, seal: Path, keys: Sequence[Path]) -> Signature:
    """Check a signature of `ssh-keygen`. Raises ProgramError."""
    words = ("ssh-keygen", "-Y")
    done = _run(*words, "check-novalidate", *NAMESPACE, "-s", place, given=seal)
    if done.returncode:
        return Signature(place, place.name, INVALID, _MISMATCH)
    for file in keys:
        of_file = ("-s", place, "-f", file)
        named = _run(*words, "find-principals", *of_file)
        who = named.stdout.decode(errors="replace").partition("\n")[0]
        more = ("verify", *of_file, "-I", who, *NAMESPACE)
        if named.returncode == 0 and _run(*words, *more, given=seal).returncode == 0:
            return Signature(place, who, VALID)
    key = done.stdout.decode(errors="replace").strip().rpartition(" ")[2]
    return Signature(place, key, UNTRUSTED, "its key is unknown")


def _of_minisign(place: Path, seal: Path, keys: Sequence[Path]) -> Signature:
    """Check a signature of minisign. Raises ProgramError or ValueError."""
    key = _key_id(place.read_bytes())
    for file in keys:
        words = ("minisign", "-V", "-q", "-m", seal, "-x", place, "-p", file)
        if _run(*words).returncode == 0:
            return Signature(place, file.stem, VALID)
        if key == _key_id(file.read_bytes()):
            return Signature(place, file.stem, INVALID, _MISMATCH)
    if keys:
        return Signature(place, key, UNTRUSTED, "its key is unknown")
    return Signature(place, key, UNCHECKED, "add --signers with its public key")


def _of_time(place: Path, seal: Path, certificates: Sequence[Path]) -> Signature:
    """Check a timestamp. Raises ProgramError."""
    done = _run("openssl", "ts", "-reply", "-in", place, "-text")
    said = done.stdout.decode(errors="replace")
    # Only the last part is signed. Before it is the status, which can have any text.
    signed_part = said.rpartition("TST info:")[2]
    moment = _TIME.search(signed_part)
    if moment is None or "Status: Granted" not in said:
        why = "it is neither a signature nor a granted timestamp"
        return Signature(place, place.name, INVALID, why)
    at = datetime.strptime(f"{' '.join(moment.groups())} +0000", "%b %d %H:%M:%S %Y %z")
    shown = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    digest = "".join(_BYTES.findall(signed_part.partition("Message data:")[2]))
    if re.sub("[ -]", "", digest)[:64] != sha256(seal.read_bytes()).hexdigest():
        return Signature(place, place.name, INVALID, _MISMATCH, shown)
    for file in certificates:
        words = ("ts", "-verify", "-data", seal, "-in", place, "-CAfile", file)
        # The certificate may have expired since.
        if _run("openssl", *words, "-attime", int(at.timestamp())).returncode == 0:
            return Signature(place, file.stem, VALID, at=shown)
    state = UNTRUSTED if certificates else UNCHECKED
    why = "its authority's certificate is not in --signers"
    return Signature(place, place.name, state, why, shown)


def request_timestamp(folder: Path) -> bytes:
    """Write and return a request for a timestamp of a seal (RFC 3161).

    Raises ProgramError or AccessError.
    """
    words = ("ts", "-query", "-data", folder / SEAL, "-sha256", "-cert")
    done = _run("openssl", *words)
    if done.returncode:
        raise ProgramError("openssl did not create a request", "Update OpenSSL.")
    put(folder / REQUEST, done.stdout)
    return done.stdout


def read_url(given: str) -> str:
    """Check the URL of a timestamp authority, and return it. Raises MisuseError."""
    if not _URL.fullmatch(given):
        raise errors.MisuseError(
            f"{errors.shorten(given)!r} is not a web address",
            "Enter https://… or http://…",
        )
    return given


def fetched_timestamp(url: str, request: bytes) -> bytes:
    """Send a request to a timestamp authority and return the reply.

    Raises AccessError.
    """
    from urllib.request import Request, urlopen  # noqa: PLC0415 - 15 ms, rarely used

    headers = {"Content-Type": "application/timestamp-query"}
    try:
        asked = Request(url, request, headers)  # noqa: S310 - see `read_url`
        with urlopen(asked, timeout=_SECONDS) as reply:  # noqa: S310 - as above
            data: bytes = reply.read(_LARGEST)
    except (OSError, ValueError) as error:
        again = errors.Command("seal", "--timestamp-request")
        raise errors.AccessError(
            f"no timestamp from {url}: {getattr(error, 'reason', error)}",
            errors.Hint("Try again later, or send a request by other means: ", again),
        ) from error
    return data
