"""Where the command `mediarel`, and `python -m mediarel`, begin."""

import gc

# A command ends before there are cycles worth collecting. Looking for them
# takes a tenth of a short command, and a third of reading in a large archive.
gc.disable()

from mediarel.cli.app import main  # noqa: E402 - what it loads is most of that tenth

if __name__ == "__main__":
    main()
