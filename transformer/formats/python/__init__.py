"""Python source: how it is parsed, where its statements stand, how they are edited."""
