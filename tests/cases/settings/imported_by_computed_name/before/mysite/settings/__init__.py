import importlib
import os

module = importlib.import_module("mysite.settings." + os.environ.get("ENV", "dev"))
globals().update({k: v for k, v in vars(module).items() if k.isupper()})
