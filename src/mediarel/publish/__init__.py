"""What is written as a folder for others: a site, a bag, a theme to start from.

`folder` writes it, and nothing else does. What goes in is made elsewhere, as pieces.
"""
