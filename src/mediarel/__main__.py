"""Run the command `mediarel`. This module also supports `python -m mediarel`."""

import gc

# The garbage collector would find little to free before a command ends. It takes a
# tenth of the time of a short command, and a third of the reading of a large archive.
gc.disable()

try:
    from mediarel.cli.app import main
except KeyboardInterrupt:  # Ctrl-C during startup
    raise SystemExit(130) from None

if __name__ == "__main__":
    main()
