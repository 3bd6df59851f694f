"""One package per pass, and in it one module per rule. How databases adopt: ``strategies``."""
