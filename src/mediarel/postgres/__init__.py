"""An archive on a PostgreSQL server: store and index in one, changed as one."""
