"""Where an archive is kept: what any kind of store must do."""
