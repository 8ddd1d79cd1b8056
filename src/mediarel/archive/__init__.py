"""Read and change an archive. Most modules implement one command."""
