"""Write a bag (RFC 8493): a whole archive, or its public part, for handing over.

`bag.py` writes the bag, which is also usable without mediarel.
"""
