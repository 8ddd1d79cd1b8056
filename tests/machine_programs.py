"""Replace Debian's programs that would change this computer.

{unprivileged} begins a command that runs as the owner of the servers.
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
    "systemctl": """
        [ "$*" = 'restart pgbouncer' ] || exit 2
        cd "{folder}" || exit 2
        if [ -e pooler ]; then kill "$(cat pooler)"; sleep 0.2; fi
        setsid pgbouncer etc/pgbouncer/pgbouncer.ini >>log 2>&1 </dev/null &
        echo $! >pooler
        for _ in $(seq 100); do
          pg_isready --quiet --host {address} --port {pooler} && exit
          sleep 0.05
        done
        cat log
        exit 1
    """,
}
# Waits until the process of the tests has ended in any way. Then ends the processes in
# the folder of the office, and removes the folder.
KEEPER = """
exec 2>/dev/null
cat >/dev/null
for file in "$0"/*/pooler "$0"/*/var/lib/postgresql/*/main/postmaster.pid; do
  if read -r process <"$file"; then
    kill -QUIT "$process"
    while kill -0 "$process"; do sleep 0.02; done
  fi
done
rm -rf -- "$0"
"""
