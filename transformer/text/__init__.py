"""What the passes over files that are not Python share. Everything works on bytes: what no rule
touches keeps them, whatever the encoding.
"""
