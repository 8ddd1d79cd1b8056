"""Process text: lines, folding, tokens, sentences, languages, quotations and diffs."""
