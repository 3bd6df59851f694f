import os

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(HERE, "settings.yaml")) as file:
    config = yaml.safe_load(file)
INSTALLED_APPS = config["INSTALLED_APPS"]
LOGIN_URL = config["LOGIN_URL"]
