"""Files that are left as they are, whichever pass would have changed them: one rule per reason."""
