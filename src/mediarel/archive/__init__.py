"""An archive: the handle, the session, and a module for each verb."""
