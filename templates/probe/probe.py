"""The part of `usershift verify` and `usershift rehearse` that runs inside the project.

    python probe.py ORDER.json          (in the folder of manage.py, by the project's own Python)

It works on Python 3.6 and Django 2.0 and newer, needs nothing but Django, and prints what it was
asked for as JSON behind a mark, on one line. The order says which of the functions of the modules
beside it is called, with which settings, and which databases stand in for the project's own.
"""
import json
import os
import runpy
import sys
import traceback

MARK = "@@usershift@@"
HERE = os.path.dirname(os.path.abspath(__file__))


class Stop(BaseException):
    """manage.py has come to its command line."""


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        order = json.load(file)
    import usershift_outcomes
    import usershift_replace

    # The project must not find these files in place of modules of its own.
    modules = {name: __import__(name) for name in order["modules"]}
    sys.path[:] = [path for path in sys.path if os.path.abspath(path or ".") != HERE]
    for root in reversed(order["roots"]):
        sys.path.insert(0, os.path.abspath(root))
    stdout, sys.stdout = sys.stdout, sys.stderr
    found = {}
    try:
        usershift_replace.install(order)
        if order.get("command"):
            settings_of(order)
            run_tests(order, usershift_outcomes)
        else:
            start(order)
            import django

            django.setup()
            usershift_replace.share_mirrors(order)
            found["where"] = where()
            for step in order["steps"]:
                module, function = step.split(".")
                found[step] = attempt(getattr(modules[module], function), order)
                if "error" in found[step] and step in order.get("needed", ()):
                    break
    except BaseException as error:
        found["error"] = described(error)
    stdout.write("\n%s%s\n" % (MARK, json.dumps(found, sort_keys=True, default=str)))
    stdout.flush()
    # Threads of the project's own would keep the process.
    os._exit(0)


def attempt(function, order):
    try:
        return {"found": function(order)}
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return {"error": described(error)}


def described(error):
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    return {
        "type": type(error).__name__,
        "message": str(error)[:2000],
        "traceback": "".join(lines)[-4000:],
    }


def settings_of(order):
    settings = order.get("settings")
    if settings:
        module, _, name = settings.partition(":")
        os.environ["DJANGO_SETTINGS_MODULE"] = module
        if name:
            os.environ["DJANGO_CONFIGURATION"] = name


def start(order):
    """Let manage.py choose the settings, as far as the order does not."""
    settings_of(order)
    if order.get("manage"):
        stop_at_command_line(order["manage"])
    settings_of(order)
    if os.environ.get("DJANGO_CONFIGURATION"):
        import configurations

        configurations.setup()


def stop_at_command_line(manage):
    from django.core import management

    def stop(*args, **kwargs):
        raise Stop()

    real, arguments = management.execute_from_command_line, sys.argv
    management.execute_from_command_line = stop
    sys.argv = [manage, "check"]
    try:
        runpy.run_path(manage, run_name="__main__")
    except (Stop, SystemExit):
        pass
    finally:
        management.execute_from_command_line = real
        sys.argv = arguments


def run_tests(order, outcomes):
    """The project's tests as a person would run them, with the outcome of each noted in a file."""
    path, words = os.path.abspath(order["outcomes"]), order["command"]
    sys.stdout = sys.stderr
    if words[0] != "pytest":
        outcomes.record(path)
        sys.argv = words
        runpy.run_path(words[0], run_name="__main__")
        return
    os.environ["USERSHIFT_OUTCOMES"] = path
    os.chdir(order["tests_folder"])
    import pytest

    options = ["-p", "no:cacheprovider", "-q"]
    try:
        import xdist  # noqa: F401
    except ImportError:
        pass
    else:
        # Its workers would read the settings without the replacements.
        options += ["-n", "0"]
    sys.argv = words
    pytest.main([*words[1:], *options], plugins=[outcomes])


def where():
    """The files that the project's modules were read from, and the Django."""
    import django
    from django.apps import apps
    from django.conf import settings

    return {
        "django": django.get_version(),
        "python": sys.version.split()[0],
        "settings": settings.SETTINGS_MODULE,
        "user": settings.AUTH_USER_MODEL,
        "apps": {config.name: config.path for config in apps.get_app_configs()},
    }


if __name__ == "__main__":
    main()
