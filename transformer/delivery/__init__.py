"""Handing over: a diff, a patch file, the working tree, or commits. Nothing here knows Django.

Everything takes the list of :class:`transformer.tree.FileChange` that the tree ends with (or, for
commits, one list per pass) and the folder that their paths are relative to.
"""

from __future__ import annotations
