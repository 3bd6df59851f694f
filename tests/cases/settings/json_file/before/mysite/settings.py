from pathlib import Path

import json

with (Path(__file__).parent / "settings.json").open("rb") as file:
    globals().update(json.load(file))
