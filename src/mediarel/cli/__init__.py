"""The command line: the app, the options commands share, and one file for each."""
