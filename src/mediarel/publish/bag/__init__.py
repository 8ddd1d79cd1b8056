"""Write a bag (RFC 8493), which contains a whole archive or its public part.

A bag is a folder for other people, who don't need mediarel to use it. `bag.py` writes
the bag.
"""
