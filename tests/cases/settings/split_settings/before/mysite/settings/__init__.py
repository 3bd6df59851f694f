from os import environ

from split_settings.tools import include, optional

include(
    "components/*.py",
    f"environments/{environ.get('ENV', 'dev')}.py",
    optional("local.py"),
)
