"""Store an archive and its index on a PostgreSQL server, in one database schema."""
