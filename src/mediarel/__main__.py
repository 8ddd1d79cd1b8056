"""Run the command `mediarel`, also as `python -m mediarel`."""

import gc

# A command ends before there are cycles worth collecting. Looking for them
# takes a tenth of a short command, and a third of reading in a large archive.
gc.disable()

try:
    from mediarel.cli.app import main
except KeyboardInterrupt:  # Ctrl-C during startup
    raise SystemExit(130) from None

if __name__ == "__main__":
    main()
