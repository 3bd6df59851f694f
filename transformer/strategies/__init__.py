"""How databases adopt the user model: everything about it that is not code of the project."""
