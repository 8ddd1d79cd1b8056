"""`mediarel.publish.site.templates` with a shorter time limit, for a child process."""

from mediarel.publish.site import templates

templates.SECONDS = 1
make = templates.make
