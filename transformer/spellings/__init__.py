"""The ways in which the auth user is spelled in strings and text: each once."""
