"""Proof by the project's own interpreter: in a disposable copy, before the migration and after.

The only part that runs the project's code, because the user asked for it.
"""
