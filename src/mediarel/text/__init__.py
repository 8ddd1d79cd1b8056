"""Text: its lines, its folded form, its tokens, sentences and languages, diffs."""
