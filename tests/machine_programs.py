"""What stands on the machines of `machines.py` in the place of Debian's programs.

They are those that would change this computer. {unprivileged} begins a command that is
done by who runs the servers.
"""

from __future__ import annotations

PROGRAMS = {
    "sudo": """
        if [ "$1" = -u ]; then shift 2; export PGUSER=postgres; fi
        exec {unprivileged} "$@"
    """,
    "apt": """
        [ "$1" = install ] || exit 2
        shift
        exec dpkg-query --show "$@"
    """,
    "scp": """
        case $1 in
          archive.example:*) exec cp "{office}/archive.example${{1#*:}}" "$2" ;;
          archive-2.example:*) exec cp "{office}/archive-2.example${{1#*:}}" "$2" ;;
        esac
        exit 2
    """,
}
# Waits for the end of its input, which comes when the tests' process has ended, however
# that ends; then ends what runs in the folder of the office, and removes it.
KEEPER = """
exec 2>/dev/null
cat >/dev/null
for file in "$0"/*/var/lib/postgresql/*/main/postmaster.pid; do
  if read -r process <"$file"; then
    kill -QUIT "$process"
    while kill -0 "$process"; do sleep 0.02; done
  fi
done
rm -rf -- "$0"
"""
