"""A bag: all of an archive, or what is public, to be handed over (RFC 8493).

`bag.py` writes it. What is in it is for those who have no mediarel, too.
"""
