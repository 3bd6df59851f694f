from pathlib import Path

import tomllib

with (Path(__file__).parent / "settings.toml").open("rb") as file:
    globals().update(tomllib.load(file))

AUTH_USER_MODEL = "users.User"
