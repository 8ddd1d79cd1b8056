"""Provide `mediarel.publish.site.templates` with a shorter time limit."""

from mediarel.publish.site import templates

templates.SECONDS = 1
make = templates.make
