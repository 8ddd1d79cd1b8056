"""Read captures of whole web sites: web archives, mirror folders and mailboxes."""
