"""Read the text of a release: its header, kind, dateline, signatories and headline."""
