"""Check a whole archive for damage, losses and likely slips."""
