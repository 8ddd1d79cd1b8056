"""`mediarel.publish.site.rendering` with a shorter time limit, for a child process."""

from mediarel.publish.site import rendering

rendering.SECONDS = 1  # type: ignore[attr-defined]
make = rendering.make
