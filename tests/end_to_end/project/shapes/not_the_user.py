User = "not the user"
