MYPY = False
if MYPY:
    from typing import List
    from django.contrib.auth.models import User
if False:
    from django.contrib.auth.models import User as U9


def f(us):
    # type: (List[User]) -> None
    return us


def probe():
    return f(2)
