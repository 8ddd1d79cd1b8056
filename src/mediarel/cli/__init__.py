"""Provide the command line: the app, shared options, and a module for each command."""
