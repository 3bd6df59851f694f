"""The imports of one file: what is wanted of them, how they lie, and the edits that follow."""
