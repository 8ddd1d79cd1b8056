"""Replace Debian programs that would change this computer.

`{unprivileged}` begins a command that runs as the owner of the servers.
"""

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
# Shell script: wait until the test process has ended in any way. Then end the processes
# in the folder of the office, and remove the folder.
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
