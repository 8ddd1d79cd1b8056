"""Test signatures and timestamps of `mediarel seal`, and their verification."""

import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from conftest import Done, Run, refused
from programs import program
from seal_programs import Authority, allow, minisign_key, ssh_key, ssh_signature

OTHER = ("edit", "4", "--title=New")


@pytest.fixture
def seal(run: Run, store: Path) -> Path:
    """Return the path of a seal."""
    assert run("seal").code == 0
    return store.parent / "seals" / "1" / "seal.txt"


def problems(done: Done) -> list[str]:
    found = [each for each in done.out.splitlines() if each.startswith("error\t")]
    assert done.code == (5 if found else 0)
    return found


def ssh(folder: Path, name: str) -> Path:
    program("ssh-keygen", "openssh-client")
    return ssh_key(folder, name)


def test_ssh_signatures_of_several_people(run: Run, seal: Path, home: Path) -> None:
    """The second signature was made on a different computer."""
    ana, bea = ssh(home, "ana"), ssh(home, "bea")
    (home / "bea.sig").write_bytes(ssh_signature(bea, seal))

    signed = run("seal", "--sign-with", "ssh", str(ana))
    assert (signed.code, run("seal", "--add-signature", "bea.sig").code) == (0, 0)
    assert len([*seal.parent.glob("*.sig")]) == 2
    trusted = run("verify", "3", "--signers", allow(home / "both", ana, bea))
    assert problems(trusted) == []
    assert {*trusted.out.rstrip().split("\t")[3].split(", ")} == {
        "ana@example.org",
        "bea@example.org",
    }
    unknown = run("verify", "3")
    assert problems(unknown) == []
    assert "(untrusted)" in unknown.out
    assert "no trusted signers given. Use --signers FILE." in unknown.err
    only_ana = problems(run("verify", "--signers", allow(home / "one", ana)))
    assert ["untrusted signature" in each for each in only_ana] == [True]


def test_a_damaged_newest_seal_is_found(run: Run, seal: Path) -> None:
    """The next seal would confirm it."""
    run(*OTHER)
    run("seal")
    newest = seal.parent.with_name("2") / "seal.txt"
    newest.write_bytes(newest.read_bytes() + b"garbage\n")
    run("edit", "4", "--title=Newer", "--silent")

    assert "was altered" in refused(run("seal"), 5)
    assert problems(run("verify", "--seal", str(seal.parent)))


def test_signatures_with_names_of_earlier_versions_are_exported(
    run: Run, store: Path, home: Path
) -> None:
    run("seal", "--public", "--sign-with", "ssh", str(ssh(home, "ana")))
    (signature,) = store.parent.glob("seals/public/1/*.sig")
    signature.rename(signature.with_name("ssh-ana.sig"))
    (store.parent / "seals" / "signers").mkdir(exist_ok=True)

    assert run("seal", "--public", "--export", "out").code == 0
    assert run("publish", "site", "site").code == 0

    assert [each.name for each in Path("out").glob("*.sig")] == [signature.name]
    assert (Path("site") / "seal" / signature.name).exists()


@pytest.mark.usefixtures("seal")
@pytest.mark.parametrize("add", ["--add-signature", "--timestamp-reply"])
def test_added_signature_is_not_exported(run: Run, add: str) -> None:
    """The archive may have changed since its newest seal."""
    told = refused(run("seal", add, "file", "--export", "out"), 2)

    assert told == f"Error: {add} and --export can't be combined"


def test_signature_is_added_before_another_program_signs(
    run: Run, seal: Path, home: Path
) -> None:
    """Both sign the newest seal. No new seal is made of a later change."""
    ana, bea = ssh(home, "ana"), ssh(home, "bea")
    (home / "bea.sig").write_bytes(ssh_signature(bea, seal))
    run(*OTHER)

    done = run("seal", "--add-signature", "bea.sig", "--sign-with", "ssh", str(ana))

    assert done.code == 0
    assert len([*seal.parent.glob("*.sig")]) == 2
    assert not (seal.parents[1] / "2").exists()


def test_seal_without_a_trusted_signature(run: Run, seal: Path, home: Path) -> None:
    """Someone may have removed the signature."""
    ana = ssh(home, "ana")

    assert "The seal has no signature" in run("verify").err
    (found,) = problems(run("verify", "--signers", allow(home / "one", ana)))
    assert "no trusted signer has signed it" in found
    assert seal.exists()


@pytest.mark.usefixtures("seal")
def test_signers_without_a_key(run: Run, home: Path) -> None:
    """An empty folder trusts no one, and a certificate no signer."""
    (home / "empty").mkdir()
    (home / "empty" / "allowed_signers").write_bytes(b"\n")
    (home / "tsa.pem").write_text("-----BEGIN CERTIFICATE-----\n", "utf-8")

    empty = run("verify", "--signers", "empty")
    Path("id.pub").write_text("ssh-ed25519 AAAAC3Nz dara@example.org\n", "utf-8")
    key = run("verify", "--signers", "id.pub")
    (found,) = problems(run("verify", "--signers", "tsa.pem"))

    assert "there are no signers in empty" in refused(empty, 4)
    assert "id.pub is a public key, not a list of signers" in refused(key, 4)
    assert "it has no timestamp of a trusted authority" in found


def test_signature_is_not_of_a_forged_seal_next_to_it(
    run: Run, seal: Path, home: Path
) -> None:
    """Only folders have seals of the sequence, and signatures are of `seal.txt`."""
    ana = ssh(home, "ana")
    run("seal", "--sign-with", "ssh", str(ana))
    signers = ("--signers", allow(home / "one", ana))
    text, digest = seal.read_text("utf-8"), sha256(seal.read_bytes()).hexdigest()
    forged = text.replace("number: 1\n", "number: 2\n").replace(
        ": none\n", f": {digest}\n"
    )
    for each in seal.parent.iterdir():
        shutil.copyfile(each, seal.parents[1] / each.name)
    (seal.parents[1] / "2").write_text(forged, "utf-8")

    newest = run("verify", *signers)
    given = run("verify", "--seal", "data/seals/2", *signers)

    assert problems(newest) == []
    assert "Compared with seal 1 " in newest.err
    assert "data/seals/2 is neither a seal of this archive nor a folder" in refused(
        given, 2
    )


def test_altered_signature_or_signed_seal(run: Run, seal: Path, home: Path) -> None:
    """A signature protects every character, also the time and the name."""
    ana = ssh(home, "ana")
    run("seal", "--sign-with", "ssh", str(ana))
    (signature,) = seal.parent.glob("*.sig")
    original, text = signature.read_bytes(), seal.read_bytes()
    for place in (120, 200, 250):
        letter = b"A" if original[place : place + 1] != b"A" else b"B"
        signature.write_bytes(original[:place] + letter + original[place + 1 :])
        assert "invalid signature" in problems(run("verify"))[0]
    signature.write_bytes(original)
    assert problems(run("verify")) == []
    for old, new in ((b"# sealed: 2", b"# sealed: 3"), (b"Program", b"program")):
        seal.write_bytes(text.replace(old, new))
        assert any("invalid signature" in each for each in problems(run("verify")))


def test_signature_of_something_else_is_refused(
    run: Run, seal: Path, home: Path
) -> None:
    ana = ssh(home, "ana")
    (home / "other.sig").write_bytes(ssh_signature(ana, seal, namespace="git"))
    run(*OTHER)
    run("seal")
    (home / "older.sig").write_bytes(ssh_signature(ana, seal))
    (home / "none.sig").write_bytes(b"Yours, Ana")

    for name in ("other.sig", "older.sig"):
        assert "does not match" in refused(run("seal", "--add-signature", name), 4)
    program("openssl", "openssl")
    none = refused(run("seal", "--add-signature=none.sig"), 4)
    assert "it is neither a signature nor a granted timestamp" in none
    assert not [*seal.parents[1].rglob("*.sig")]


def test_key_that_can_not_sign(run: Run, seal: Path, home: Path) -> None:
    ssh(home, "ana")
    (home / "nokey").write_text("no key", "utf-8")
    run(*OTHER)

    missing = run("seal", "--sign-with", "ssh", "nobody")
    seals = [*seal.parents[1].iterdir()]
    done = run("seal", "--sign-with", "ssh", "nokey")

    assert "nobody: no such file or directory" in refused(missing, 7)
    assert seals == [seal.parent]
    assert done.code == 1
    assert "ssh-keygen did not sign the seal with the key nokey" in done.err
    assert not [*seal.parent.glob("*.sig")]


def test_missing_program(
    run: Run, seal: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Verification says what could not be checked."""
    (seal.parent / "0.sig").write_bytes(b"-----BEGIN SSH SIGNATURE-----")
    (home / "key").write_text("a key", "utf-8")
    monkeypatch.setenv("PATH", str(home))

    done = run("seal", "--sign-with", "ssh", "key")

    assert done.code == 1
    assert "the program ssh-keygen can't be run" in done.err
    assert "Install OpenSSH 8.2 or later." in done.err
    unchecked = run("verify", "3")
    assert problems(unchecked) == []
    assert "not checked, the program ssh-keygen can't be run" in unchecked.err


def test_old_program(
    run: Run, seal: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = home / "ssh-keygen"
    old.write_text("#!/bin/sh\necho 'unknown option -- Y' >&2\nexit 1\n", "utf-8")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(home))
    (seal.parent / "0.sig").write_bytes(b"-----BEGIN SSH SIGNATURE-----")

    assert (
        "the program ssh-keygen is too old. Install OpenSSH" in run("verify", "3").err
    )


def test_minisign(run: Run, seal: Path, home: Path) -> None:
    program("minisign", "minisign")
    (home / "keys").mkdir()
    key, public = minisign_key(home / "keys", "ana")
    key = key.rename(home / "ana.key")
    _, other = minisign_key(home, "bea")

    assert run("seal", "--sign-with", "minisign", str(key)).code == 0

    (signature,) = seal.parent.glob("*.minisig")
    trusted = run("verify", "3", "--signers", "keys")
    assert problems(trusted) == []
    assert trusted.out.split("\t")[3] == "ana"
    assert "add --signers with its public key" in run("verify", "3").err
    assert len(problems(run("verify", "--signers", str(other)))) == 2
    shutil.copyfile(signature, home / "own.minisig")
    added = ("seal", "--add-signature", "own.minisig")
    assert "add --signers with its public key" in refused(run(*added), 4)
    assert run(*added, "--signers", str(public)).code == 0
    seal.write_bytes(seal.read_bytes().replace(b"# sealed: 2", b"# sealed: 3"))
    assert "invalid signature" in problems(run("verify", "--signers", "keys"))[0]


def test_timestamp_of_an_authority(run: Run, seal: Path, home: Path) -> None:
    program("openssl", "openssl")
    (home / "tsa").mkdir()
    authority = Authority(home / "tsa")

    with authority.serving() as url:
        assert run("seal", "--timestamp", url).code == 0
        assert run("seal", "--timestamp", url).code == 0

    trusted = run("verify", "3", "--signers", str(authority.certificate))
    assert problems(trusted) == []
    assert trusted.err.count("Timestamp of 20") == 2
    assert trusted.err.count(": valid.") == 2
    assert "its authority's certificate is not in --signers" in run("verify", "3").err
    seal.write_bytes(seal.read_bytes().replace(b"# sealed: 2", b"# sealed: 1"))
    altered = run("verify")
    assert any("does not match the seal" in each for each in problems(altered))
    assert ".tsr (invalid)" not in altered.out  # it is no signer


def test_timestamp_by_e_mail(run: Run, seal: Path, home: Path) -> None:
    program("openssl", "openssl")
    (home / "tsa").mkdir()
    authority = Authority(home / "tsa")
    assert run("seal", "--timestamp-request").code == 0
    reply = authority.reply((seal.parent / "seal.tsq").read_bytes())
    (home / "reply.tsr").write_bytes(reply)
    (home / "bad.tsr").write_bytes(reply[:-9])

    bad = run("seal", "--timestamp-reply", "bad.tsr")
    good = run("seal", "--timestamp-reply", "reply.tsr")

    assert "nor a granted timestamp" in refused(bad, 4)
    assert good.code == 0
    run(*OTHER)
    run("seal")
    older = run("seal", "--timestamp-reply", "reply.tsr")
    newest = seal.parent.with_name("2") / "seal.txt"
    digest = sha256(newest.read_bytes()).digest()
    (home / "longer.tsr").write_bytes(reply + digest)  # the end is not signed
    longer = run("seal", "--timestamp-reply", "longer.tsr")
    assert "it does not match the seal" in refused(older, 4)
    assert "it does not match the seal" in refused(longer, 4)


def der(tag: int, content: bytes) -> bytes:
    """Return a value in DER (X.690)."""
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(digits)]) + digits + content


def test_a_timestamp_can_not_be_backdated(run: Run, seal: Path, home: Path) -> None:
    """The status of a reply is not signed, and can have any text."""
    program("openssl", "openssl")
    (home / "tsa").mkdir()
    authority = Authority(home / "tsa")
    run("seal", "--timestamp-request")
    reply = authority.reply((seal.parent / "seal.tsq").read_bytes())
    told = b"ok\nTST info:\nTime stamp: Jan  5 10:00:00 2021 GMT"
    status = der(0x30, der(2, b"\0") + der(0x30, der(0x0C, told)))
    token = reply[reply.index(b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02") - 4 :]
    (home / "reply.tsr").write_bytes(der(0x30, status + token))

    assert run("seal", "--timestamp-reply", "reply.tsr").code == 0
    done = run("verify", "3", "--signers", str(authority.certificate))

    assert "Timestamp of 20" in done.err
    assert "2021" not in done.err


def test_authority_that_does_not_answer(run: Run, seal: Path) -> None:
    program("openssl", "openssl")

    done = run("seal", "--timestamp", "http://127.0.0.1:9/")

    assert done.code == 7
    assert "no timestamp from http://127.0.0.1:9/: " in done.err
    assert "mediarel seal --timestamp-request" in done.err
    assert not [*seal.parent.glob("*.tsr")]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("url", ["nonsense", "file:///x", "https://", "http://[x"])
def test_invalid_url_is_refused_before_a_seal_is_written(
    run: Run, home: Path, url: str
) -> None:
    told = refused(run("seal", "--timestamp", url), 2)

    assert told == f"Error: {url!r} is not a web address"
    assert not (home / "data" / "seals").exists()
