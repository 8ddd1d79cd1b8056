"""Read dates: stored dates (EDTF), typed dates, and dates printed in texts."""
