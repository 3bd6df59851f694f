"""The outcome of every test, for unittest's runners and, as a plugin, for pytest."""
import atexit
import json
import os
import unittest.result
import unittest.runner

RANK = {"passed": 0, "expected failure": 1, "skipped": 2, "unexpected success": 3, "failed": 4, "error": 5}
_METHODS = {
    "addSuccess": "passed",
    "addError": "error",
    "addFailure": "failed",
    "addSkip": "skipped",
    "addExpectedFailure": "expected failure",
    "addUnexpectedSuccess": "unexpected success",
}
results = {}
reasons = {}


def note(name, outcome, reason=""):
    if RANK[outcome] >= RANK.get(results.get(name), -1):
        results[name] = outcome
        if reason:
            reasons[name] = reason[-1500:]


def record(path):
    """Note what unittest says of each test, and write it to a file at the end."""
    # The base class, too: runners of projects do not always use TextTestResult.
    for cls in (unittest.result.TestResult, unittest.runner.TextTestResult):
        for method, outcome in _METHODS.items():
            if method in cls.__dict__:
                _wrap(cls, method, outcome)
        if "addSubTest" in cls.__dict__:
            _wrap_subtest(cls)
    process = os.getpid()

    def save():
        if os.getpid() == process:
            write(path)

    atexit.register(save)
    # The probe leaves without the interpreter's own end.
    real = os._exit

    def leave(status):
        save()
        real(status)

    os._exit = leave


def write(path):
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"tests": results, "reasons": reasons}, file)


def _wrap(cls, method, outcome):
    original = getattr(cls, method)

    def noted(self, test, *args, **kwargs):
        try:
            name = test.id()
        except Exception:
            name = str(test)
        note(name, outcome, _reason(self, args, test) if outcome in ("error", "failed") else "")
        return original(self, test, *args, **kwargs)

    setattr(cls, method, noted)


def _wrap_subtest(cls):
    original = cls.addSubTest

    def noted(self, test, subtest, err):
        if err is not None:
            failed = issubclass(err[0], test.failureException)
            note(test.id(), "failed" if failed else "error", _reason(self, (err,), test))
        return original(self, test, subtest, err)

    cls.addSubTest = noted


def _reason(result, args, test):
    try:
        return result._exc_info_to_string(args[0], test)
    except Exception:
        return repr(args[:1])


def pytest_runtest_logreport(report):
    expected = hasattr(report, "wasxfail")
    if report.when == "call":
        if report.outcome == "skipped":
            note(report.nodeid, "expected failure" if expected else "skipped")
        elif report.outcome == "failed":
            note(report.nodeid, "failed", str(report.longrepr))
        else:
            note(report.nodeid, "unexpected success" if expected else "passed")
    elif report.outcome == "failed":
        note(report.nodeid, "error", str(report.longrepr))
    elif report.outcome == "skipped":
        note(report.nodeid, "skipped")


def pytest_collectreport(report):
    if report.outcome == "failed":
        note("collect:" + report.nodeid, "error", str(report.longrepr))


def pytest_sessionfinish(session):
    if hasattr(session.config, "workerinput") or "USERSHIFT_OUTCOMES" not in os.environ:
        return
    write(os.environ["USERSHIFT_OUTCOMES"])
