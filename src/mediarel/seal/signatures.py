"""Sign and timestamp seals, by running `ssh-keygen`, `minisign` and `openssl`.

mediarel never reads a private key or a passphrase: the programs ask for them. The
signatures of a seal are files next to `seal.txt`, named after the public key.
"""

import re
import subprocess
from base64 import b64decode
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from mediarel import errors
from mediarel.seal.seal_file import SEAL, put, read_bytes

PROGRAMS = ("ssh", "minisign")
REQUEST, REPLY = "seal.tsq", "seal.tsr"
VALID, UNTRUSTED, UNCHECKED, INVALID = "valid", "untrusted", "not checked", "invalid"
NAMESPACE = ("-n", "mediarel")
_INSTALL = {
    "ssh-keygen": "Install OpenSSH 8.2 or later.",
    "minisign": "Install minisign.",
    "openssl": "Install OpenSSL.",
}
_MISMATCH = "it does not match the seal"
_OLD = re.compile(rb"(unknown|illegal|unsupported) option|[Uu]nsupported operation")
_SSH, _SSH_END = b"-----BEGIN SSH SIGNATURE-----", b"-----END SSH SIGNATURE-----"
_MINISIGN = b"untrusted comment:"
# The type of a timestamp's content: id-ct-TSTInfo, RFC 3161.
_TIMESTAMP = bytes.fromhex("060b2a864886f70d0109100104")
# Parts of the output of `openssl ts -reply -text`.
_BYTES = re.compile(r"^ +[0-9a-f]{4} - ((?:[0-9a-f]{2}[ -]){1,16})", re.MULTILINE)
_TIME = re.compile(r"^Time stamp: (\w+ +\d+ [\d:]+)[.\d]* (\d+) GMT", re.MULTILINE)
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
    files = [place]
    if place.is_dir():
        files = sorted(each for each in place.iterdir() if each.is_file())
    found: dict[str, list[Path]] = {name: [] for name in Signers._fields}
    for file in files:
        data = read_bytes(file)
        if b"PRIVATE KEY" in data or b"secret key" in data.partition(b"\n")[0]:
            raise errors.InvalidError(
                f"{file} is a private key", "Enter a file with public keys."
            )
        if not data.strip():
            continue
        kind = "authorities" if b"BEGIN CERTIFICATE" in data else "ssh"
        found["minisign" if _name_of(data) else kind].append(file)
    if not any(found.values()):
        raise errors.InvalidError(
            f"there are no signers in {place}",
            "Put a file with public keys or a certificate there.",
        )
    return Signers(**{name: tuple(paths) for name, paths in found.items()})


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
            input=None if given is None else read_bytes(given),
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
    raise ProgramError(f"the program {program} {problem}", _INSTALL[program])


def signed(program: str, key: Path, seal: Path) -> bytes:
    """Sign the file `seal` with a private key, and return the signature.

    `program` is one of `PROGRAMS`. Raises ProgramError.
    """
    with TemporaryDirectory() as folder:
        place = Path(folder) / "signature"
        if program == "ssh":
            words = ("-Y", "sign", *NAMESPACE, "-f", key)
            done = _run("ssh-keygen", *words, given=seal, is_asking=True)
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


def add(data: bytes, folder: Path, signers: Signers, *, is_ours: bool = False) -> Path:
    """Add a signature or a timestamp to the seal in `folder`, and return its path.

    A second signature of a key replaces the first. If `is_ours`, the signature has just
    been made, and need not be checked. Raises InvalidError if this is not a signature
    or a timestamp of the seal, ProgramError if this can't be checked, or AccessError.
    """
    with TemporaryDirectory() as temporary:
        place = Path(temporary) / (_name_of(data) or REPLY)
        place.write_bytes(data)
        found = _checked(place, folder / SEAL, signers)
    if found.state == INVALID:
        raise errors.InvalidError(
            f"this is no signature or timestamp of {folder / SEAL}: {found.why}",
            f"Sign this file: ssh-keygen -Y sign {' '.join(NAMESPACE)} -f KEY {SEAL}",
        )
    if found.state == UNCHECKED and not (is_ours or found.at):
        raise ProgramError(
            f"the signature can't be checked: {found.why}",
            "To check a signature of minisign, add --signers FILE with its public key.",
        )
    if place.name == REPLY:
        refuse_second_timestamp(folder)
    put(folder / place.name, data)
    return folder / place.name


def refuse_second_timestamp(folder: Path) -> None:
    """Raise RefusedError if the seal in `folder` has a timestamp."""
    if (place := folder / REPLY).exists():
        raise errors.RefusedError(
            f"the seal already has a timestamp: {place}", "Nothing was changed."
        )


def _name_of(data: bytes) -> str:
    """Return the file name of a signature: its kind, and a digest or ID of its key.

    Return "" if this is not a signature.
    """
    try:
        if data.startswith(_SSH):
            # PROTOCOL.sshsig: "SSHSIG", a version, and the public key as a string.
            raw = b64decode(data.partition(_SSH_END)[0].removeprefix(_SSH))
            key = raw[14 : 14 + int.from_bytes(raw[10:14])]
            return f"ssh-{sha256(key).hexdigest()[:16]}.sig"
        if data.startswith(_MINISIGN):
            return f"minisign-{_key_id(data)}.minisig"
    except (ValueError, IndexError):
        pass
    return ""


def _key_id(data: bytes) -> str:
    """Return the key ID in a signature or a public key of minisign."""
    line = data.splitlines()[1]
    try:
        return b64decode(line, validate=True)[2:10][::-1].hex().upper()
    except ValueError:  # the line is not Base64
        return ""


def signatures(folder: Path, signers: Signers | None) -> list[Signature]:
    """Check all signatures and the timestamp of the seal in `folder`."""
    patterns = ("*.sig", "*.minisig", REPLY)
    places = [place for each in patterns for place in sorted(folder.glob(each))]
    return [_checked(each, folder / SEAL, signers or Signers()) for each in places]


def public_files(folder: Path) -> dict[str, bytes]:
    """Return the signatures and the timestamp of a seal for others, by name.

    Links and other files in the folder, such as the request, are left out.
    """
    there = (e for e in folder.iterdir() if e.is_file() and not e.is_symlink())
    found = {each.name: read_bytes(each) for each in sorted(there)}
    return {
        name: data
        for name, data in found.items()
        if name == (_name_of(data) or (REPLY if _TIMESTAMP in data else ""))
    }


def _checked(place: Path, seal: Path, signers: Signers) -> Signature:
    check = {".sig": _of_ssh, ".minisig": _of_minisign}.get(place.suffix, _of_time)
    try:
        return check(place, seal, signers)
    except ProgramError as error:
        return Signature(place, place.name, UNCHECKED, f"{error.problem}. {error.hint}")


def _of_ssh(place: Path, seal: Path, signers: Signers) -> Signature:
    """Check a signature of `ssh-keygen`. Raises ProgramError."""
    words = ("ssh-keygen", "-Y")
    done = _run(*words, "check-novalidate", *NAMESPACE, "-s", place, given=seal)
    if done.returncode:
        return Signature(place, place.name, INVALID, _MISMATCH)
    for file in signers.ssh:
        of_file = ("-s", place, "-f", file)
        named = _run(*words, "find-principals", *of_file)
        who = named.stdout.decode(errors="replace").partition("\n")[0]
        more = ("verify", *of_file, "-I", who, *NAMESPACE)
        if named.returncode == 0 and _run(*words, *more, given=seal).returncode == 0:
            return Signature(place, who, VALID)
    key = done.stdout.decode(errors="replace").strip().rpartition(" ")[2]
    return Signature(place, key, UNTRUSTED, "its key is unknown")


def _of_minisign(place: Path, seal: Path, signers: Signers) -> Signature:
    """Check a signature of minisign. Raises ProgramError."""
    data = read_bytes(place)
    if not _name_of(data):
        return Signature(place, place.name, INVALID, "it is not a signature")
    key = _key_id(data)
    for file in signers.minisign:
        words = ("minisign", "-V", "-q", "-m", seal, "-x", place, "-p", file)
        if _run(*words).returncode == 0:
            return Signature(place, file.stem, VALID)
        if key == _key_id(read_bytes(file)):
            return Signature(place, file.stem, INVALID, _MISMATCH)
    if signers.minisign:
        return Signature(place, key, UNTRUSTED, "its key is unknown")
    return Signature(place, key, UNCHECKED, "minisign needs the public key")


def _of_time(place: Path, seal: Path, signers: Signers) -> Signature:
    """Check a timestamp. Raises ProgramError."""
    done = _run("openssl", "ts", "-reply", "-in", place, "-text")
    said = done.stdout.decode(errors="replace")
    # Only the last part is signed. Before it is the status, which can have any text.
    signed_part = said.rpartition("TST info:")[2]
    moment = _TIME.search(signed_part)
    if moment is None or "Status: Granted" not in said:
        return Signature(place, place.name, INVALID, "it is not a granted timestamp")
    digest = "".join(_BYTES.findall(signed_part.partition("Message data:")[2]))
    if re.sub("[ -]", "", digest)[:64] != sha256(read_bytes(seal)).hexdigest():
        return Signature(place, place.name, INVALID, _MISMATCH)
    at = datetime.strptime(f"{' '.join(moment.groups())} +0000", "%b %d %H:%M:%S %Y %z")
    shown = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    for file in signers.authorities:
        words = ("ts", "-verify", "-data", seal, "-in", place, "-CAfile", file)
        # The certificate may have expired since.
        if _run("openssl", *words, "-attime", int(at.timestamp())).returncode == 0:
            return Signature(place, file.stem, VALID, at=shown)
    if signers.authorities:
        return Signature(
            place, place.name, UNTRUSTED, "its authority is unknown", shown
        )
    why = "its authority's certificate is not in --signers"
    return Signature(place, place.name, UNCHECKED, why, shown)


def request_timestamp(folder: Path) -> bytes:
    """Write and return a request for a timestamp of a seal (RFC 3161).

    Raises RefusedError if the seal has a timestamp, ProgramError or AccessError.
    """
    refuse_second_timestamp(folder)
    words = ("ts", "-query", "-data", folder / SEAL, "-sha256", "-cert")
    done = _run("openssl", *words)
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
            "Enter https://… or http://…",
        )
    from urllib.request import Request, urlopen  # noqa: PLC0415 - 15 ms, rarely used

    headers = {"Content-Type": "application/timestamp-query"}
    try:
        asked = Request(url, request, headers)  # noqa: S310 - checked above
        with urlopen(asked, timeout=_SECONDS) as reply:  # noqa: S310 - as above
            data: bytes = reply.read(_LARGEST)
    except (OSError, ValueError) as error:
        again = errors.Command("seal", "--timestamp-request")
        raise errors.AccessError(
            f"no timestamp from {url}: {getattr(error, 'reason', error)}",
            errors.Hint("Try again later, or send a request by other means: ", again),
        ) from error
    return data
