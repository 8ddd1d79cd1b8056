"""Sign and timestamp seals, by running `ssh-keygen`, `minisign` and `openssl`.

mediarel never reads a private key or a passphrase: the programs ask for them. The
signatures of a seal are files next to `seal.txt`, named after the public key.
"""

from __future__ import annotations

import re
import subprocess
from base64 import b64decode
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import Request, urlopen

from mediarel import errors
from mediarel.seal.seal_file import SEAL, put, read_bytes

KINDS = ("ssh", "minisign")
NAMESPACE = "mediarel"
REQUEST, REPLY = "seal.tsq", "seal.tsr"
VALID, UNTRUSTED, UNCHECKED, INVALID = "valid", "untrusted", "not checked", "invalid"
_INSTALL = {
    "ssh-keygen": "Install OpenSSH 8.2 or later.",
    "minisign": "Install minisign.",
    "openssl": "Install OpenSSL.",
}
_OLD = re.compile(rb"(unknown|illegal|unsupported) option|[Uu]nsupported operation")
_BYTES = re.compile(r"^ +[0-9a-f]{4} - ((?:[0-9a-f]{2}[ -]){1,16})", re.MULTILINE)
_SECONDS = 30
_LARGEST = 1 << 20  # bytes of a reply


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


class Signers(NamedTuple):
    """Files with trusted public keys, and certificates of timestamp authorities."""

    ssh: tuple[Path, ...] = ()
    minisign: tuple[Path, ...] = ()
    authorities: tuple[Path, ...] = ()


class ProgramError(errors.RefusedError):
    """A standard program is missing, too old, or has failed."""


def read_signers(place: Path | None) -> Signers | None:
    """Return the trusted signers in a file, or in the files of a folder.

    Raises AccessError or InvalidError.
    """
    if place is None:
        return None
    files = sorted(place.iterdir()) if place.is_dir() else [place]
    found: dict[str, list[Path]] = {name: [] for name in Signers._fields}
    for file in filter(Path.is_file, files) if place.is_dir() else files:
        data = read_bytes(file)
        if b"PRIVATE KEY" in data or b"secret key" in data.partition(b"\n")[0]:
            raise errors.InvalidError(
                f"{file} is a private key", "Enter a file with public keys."
            )
        if data.startswith(b"untrusted comment:"):
            _name_of(data)
            found["minisign"].append(file)
        elif b"BEGIN CERTIFICATE" in data:
            found["authorities"].append(file)
        else:
            found["ssh"].append(file)
    return Signers(**{name: tuple(paths) for name, paths in found.items()})


def _run(
    *words: object, given: Path | None = None, is_asking: bool = False
) -> subprocess.CompletedProcess[bytes]:
    """Run a program, with the file `given` as input.

    If `is_asking`, the program may ask the user for a passphrase. Raises ProgramError.
    """
    program = str(words[0])
    data = None if given is None else read_bytes(given)
    errors_to = None if is_asking else subprocess.PIPE
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, and no shell
            [*map(str, words)],
            input=data,
            stdin=None if data is not None or is_asking else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors_to,
            check=False,
        )
    except OSError as error:
        raise ProgramError(
            f"the program {program} can't be run: {(error.strerror or '').lower()}",
            _INSTALL[program],
        ) from error
    if done.returncode and _OLD.search(done.stderr or b""):
        raise ProgramError(f"the program {program} is too old", _INSTALL[program])
    return done


def signed(kind: str, key: Path, seal: Path) -> bytes:
    """Sign the file `seal` with a private key, and return the signature.

    Raises ProgramError.
    """
    with TemporaryDirectory() as folder:
        place = Path(folder) / "signature"
        if kind == "ssh":
            options = ("-Y", "sign", "-n", NAMESPACE, "-f", key)
            done = _run("ssh-keygen", *options, given=seal, is_asking=True)
            data = done.stdout
        else:
            files = ("-s", key, "-m", seal, "-x", place)
            done = _run("minisign", "-S", *files, is_asking=True)
            data = place.read_bytes() if place.exists() else b""
    if done.returncode or not data:
        raise ProgramError(
            f"{done.args[0]} did not sign the seal with the key {key}",
            "Its message is above. Check the key, then run the command again.",
        )
    return data


def add_signature(
    data: bytes, folder: Path, signers: Signers | None, *, is_ours: bool = False
) -> Path:
    """Add a signature to the seal in `folder`, after checking it. Return its path.

    If `is_ours`, mediarel has just had it made, and it need not be checked.
    A second signature of a key replaces the first. Raises InvalidError if this is not a
    signature of the seal, ProgramError if it can't be checked, or AccessError.
    """
    with TemporaryDirectory() as temporary:
        place = Path(temporary) / _name_of(data)
        place.write_bytes(data)
        found = _checked(place, folder / SEAL, signers)
    if found.state == INVALID:
        raise errors.InvalidError(
            f"the signature does not match {folder / SEAL}",
            f"Sign this file: ssh-keygen -Y sign -n {NAMESPACE} -f KEY {SEAL}",
        )
    if found.state == UNCHECKED and not is_ours:
        raise ProgramError(
            f"the signature can't be checked: {found.why}",
            "To check a signature of minisign, add --signers FILE with its public key.",
        )
    put(folder / place.name, data)
    return folder / place.name


def _name_of(data: bytes) -> str:
    """Return the file name of a signature: its kind, and a digest or ID of its key.

    Raises InvalidError if this is not a signature of a known program.
    """
    lines = data.split(b"\n")
    try:
        if data.startswith(b"-----BEGIN SSH SIGNATURE-----"):
            # PROTOCOL.sshsig: "SSHSIG", a version, and the public key as a string.
            raw = b64decode(
                b"".join(lines[1 : lines.index(b"-----END SSH SIGNATURE-----")])
            )
            key = raw[14 : 14 + int.from_bytes(raw[10:14])]
            return f"ssh-{sha256(key).hexdigest()[:16]}.sig"
        if data.startswith(b"untrusted comment:"):
            return f"minisign-{_key_id(data)}.minisig"
    except (ValueError, IndexError):
        pass
    raise errors.InvalidError(
        "the file is not a signature or public key of ssh-keygen or minisign",
        f"Sign the seal: ssh-keygen -Y sign -n {NAMESPACE} -f KEY {SEAL}",
    )


def _key_id(data: bytes) -> str:
    """Return the key ID in a signature or a public key of minisign."""
    line = data.splitlines()[1]
    return b64decode(line, validate=True)[2:10][::-1].hex().upper()


def signatures(folder: Path, signers: Signers | None) -> list[Signature]:
    """Check all signatures and the timestamp of the seal in `folder`."""
    seal = folder / SEAL
    places = [*sorted(folder.glob("*.sig")), *sorted(folder.glob("*.minisig"))]
    found = [_checked(place, seal, signers) for place in places]
    if (folder / REPLY).exists():
        found.append(_checked(folder / REPLY, seal, signers))
    return found


def _checked(place: Path, seal: Path, signers: Signers | None) -> Signature:
    check = {".sig": _of_ssh, ".minisig": _of_minisign}.get(place.suffix, _of_time)
    try:
        return check(place, seal, signers or Signers())
    except ProgramError as error:
        return Signature(place, place.name, UNCHECKED, f"{error.problem}. {error.hint}")


def _of_ssh(place: Path, seal: Path, signers: Signers) -> Signature:
    """Check a signature of `ssh-keygen`. Raises ProgramError."""
    words = ("ssh-keygen", "-Y")
    done = _run(*words, "check-novalidate", "-n", NAMESPACE, "-s", place, given=seal)
    said = done.stdout.decode(errors="replace").strip()
    if done.returncode:
        return Signature(place, place.name, INVALID, "it does not match the seal")
    for file in signers.ssh:
        named = _run(*words, "find-principals", "-s", place, "-f", file)
        who = named.stdout.decode(errors="replace").partition("\n")[0]
        if named.returncode == 0 and who:
            more = ("-f", file, "-I", who, "-n", NAMESPACE, "-s", place)
            if _run(*words, "verify", *more, given=seal).returncode == 0:
                return Signature(place, who, VALID)
    return Signature(place, said.rpartition(" ")[2], UNTRUSTED, "its key is unknown")


def _of_minisign(place: Path, seal: Path, signers: Signers) -> Signature:
    """Check a signature of minisign. Raises ProgramError."""
    try:
        key = _key_id(read_bytes(place))
    except (ValueError, IndexError):
        return Signature(place, place.name, INVALID, "it is not a signature")
    for file in signers.minisign:
        words = ("minisign", "-V", "-q", "-m", seal, "-x", place, "-p", file)
        if _run(*words).returncode == 0:
            return Signature(place, file.stem, VALID)
        if key == _key_id(read_bytes(file)):
            return Signature(place, file.stem, INVALID, "it does not match the seal")
    if signers.minisign:
        return Signature(place, key, UNTRUSTED, "its key is unknown")
    return Signature(place, key, UNCHECKED, "minisign needs the public key")


def request_timestamp(folder: Path) -> bytes:
    """Write and return a request for a timestamp (RFC 3161).

    Raises RefusedError if the seal has a timestamp, ProgramError or AccessError.
    """
    _refuse_second_timestamp(folder)
    words = ("openssl", "ts", "-query", "-data", folder / SEAL, "-sha256", "-cert")
    done = _run(*words)
    if done.returncode or not done.stdout:
        raise ProgramError("openssl did not create a request", _INSTALL["openssl"])
    put(folder / REQUEST, done.stdout)
    return done.stdout


def fetched_timestamp(url: str, request: bytes) -> bytes:
    """Send a request to a timestamp authority and return the reply.

    Raises AccessError or MisuseError.
    """
    if not url.startswith(("https://", "http://")):
        raise errors.MisuseError(
            f"{errors.shorten(url)!r} is not a web address",
            "Enter the address of a timestamp authority: https://…",
        )
    headers = {"Content-Type": "application/timestamp-query"}
    try:
        asked = Request(url, request, headers)  # noqa: S310 - checked above
        with urlopen(asked, timeout=_SECONDS) as reply:  # noqa: S310 - as above
            data: bytes = reply.read(_LARGEST)
    except (URLError, OSError, ValueError) as error:
        raise errors.AccessError(
            f"no timestamp from {url}: {getattr(error, 'reason', error)}",
            errors.Hint(
                "Try again later, or write a request to send by other means: ",
                errors.Command("seal", "--timestamp-request"),
            ),
        ) from error
    return data


def add_timestamp(data: bytes, folder: Path) -> Path:
    """Add the reply of a timestamp authority to the seal in `folder`. Return its path.

    Raises InvalidError if the reply has no timestamp of this seal, or RefusedError if
    the seal has a timestamp. Raises ProgramError or AccessError.
    """
    _refuse_second_timestamp(folder)
    place = folder / REPLY
    with TemporaryDirectory() as temporary:
        new = Path(temporary) / REPLY
        new.write_bytes(data)
        found = _of_time(new, folder / SEAL, Signers())
    if found.state == INVALID:
        raise errors.InvalidError(
            f"the reply has no timestamp of {folder / SEAL}: {found.why}",
            errors.Hint(
                "Create a new request: ", errors.Command("seal", "--timestamp-request")
            ),
        )
    put(place, data)
    return place


def _refuse_second_timestamp(folder: Path) -> None:
    place = folder / REPLY
    if place.exists():
        raise errors.RefusedError(
            f"the seal already has a timestamp: {place}", "Nothing was changed."
        )


def _of_time(place: Path, seal: Path, signers: Signers) -> Signature:
    """Check a timestamp. Raises ProgramError."""
    done = _run("openssl", "ts", "-reply", "-in", place, "-text")
    said = done.stdout.decode(errors="replace")
    moment = re.search(
        r"^Time stamp: (\w+ +\d+ [\d:]+)[.\d]* (\d+) GMT", said, re.MULTILINE
    )
    if moment is None or "Status: Granted" not in said:
        return Signature(place, place.name, INVALID, "it is not a granted timestamp")
    digest = "".join(_BYTES.findall(said.partition("Message data:")[2]))
    expected = sha256(read_bytes(seal)).hexdigest()
    if re.sub("[ -]", "", digest)[:64] != expected:
        return Signature(place, place.name, INVALID, "it does not match the seal")
    at = datetime.strptime(" ".join(moment.groups()), "%b %d %H:%M:%S %Y").replace(
        tzinfo=UTC
    )
    shown = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    for file in signers.authorities:
        words = ("openssl", "ts", "-verify", "-data", seal, "-in", place)
        more = ("-CAfile", file, "-attime", int(at.timestamp()))
        if _run(*words, *more).returncode == 0:
            return Signature(place, file.stem, VALID, at=shown)
    if signers.authorities:
        return Signature(
            place, place.name, UNTRUSTED, "its authority is unknown", shown
        )
    why = "its authority needs a certificate"
    return Signature(place, place.name, UNCHECKED, why, shown)
