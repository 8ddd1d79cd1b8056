"""Write the site's search: an index in small files, and the script that reads it."""
