"""Lets `python -m mediarel` do what `mediarel` does."""

from mediarel.cli.app import main

if __name__ == "__main__":
    main()
