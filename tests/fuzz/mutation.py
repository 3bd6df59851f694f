"""Real files, changed at random: what people, merges and broken disks make of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

# A part of a file says most of what the whole says, and more parts are tried in the same time.
SIZES = (500, 2_000, 2_000, 20_000)
_OUTERMOST = re.compile(rb"^(?=\S)", re.MULTILINE)

WORDS = [
    *b"auth.User auth.user auth_user User users auth change_user perms model fields pk".split(),
    *b"django.contrib.auth.models django.contrib.auth get_user_model AUTH_USER_MODEL".split(),
    b"from django.contrib.auth.models import User\n",
    b"from django.contrib.auth.models import (\n    Group,\n    User,  # people\n)\n",
    b"from django.contrib.auth.models import *\n",
    *(b'"auth.User"', b"User.objects.all()", b"has_perm('auth.change_user')", b"sender=User"),
    *(b"python manage.py migrate", b"import ", b"<<EOF\n", b"EOF\n", b" && ", b" || ", b"$("),
    *(bytes([each]) for each in b"()[]{}<>\"'`\\#:;,.=*&!%@$|-+~^?/\n\r\t \0\x0b\x0c\x1a"),
    *(b'"""', b"'''", b"f'{", b"}'", b"\\\n", b"\r\n", b"# coding: latin-1\n", b"\xef\xbb\xbf"),
    *(b"\xff\xfe", b"\xe9", b"\xc3\xa9", b"\xe2\x80\xa8", b"\xc2\x85", b"\xf0\x9f\x98\x80"),
    *(b"{% ", b" %}", b"{{ ", b" }}", b"{# ", b" #}", b"{% verbatim %}", b"{% raw %}"),
    *(b"- ", b": ", b"&a ", b"*a", b"<<: *a", b"---\n", b"...\n", b"%YAML 1.1\n", b"|\n"),
    *(b"!!python/name:os.system ", b"<!DOCTYPE a [", b"<![CDATA[", b"]]>", b"&#97;", b"&amp;"),
    *(b"<?xml version='1.0'?>", b"\\u0061", b"\\x61", b"\\N{DIGIT ONE}", b"[[a]]\n"),
    *(b"if x:\n    ", b"else:\n", b"class A(User):\n    pass\n", b"def f(User):\n", b"lambda: "),
    *(b"try:\n", b"except:\n", b"global User\n", b"del User\n", b"(yield)", b"match User:\n"),
]  # fmt: skip


def mutated(random: Random, seeds: Sequence[bytes]) -> bytes:
    """One of the seeds after a few changes, or as it is."""
    content = bytearray(random.choice(seeds))
    size = random.choice(SIZES)
    if len(content) > size:
        begin = _OUTERMOST.search(content, random.randrange(len(content) - size))
        at = begin.start() if begin else 0
        content = content[at : at + size]
    for _ in range(random.choice((0, 1, 1, 1, 2, 3, 5, 8, 13))):
        start, end = _span(random, len(content))
        match random.randrange(9):
            case 0:
                del content[start:end]
            case 1:
                content[start:start] = content[start:end]
            case 2:
                other = random.choice(seeds)
                content[start:end] = other[slice(*_span(random, len(other)))]
            case 3 | 4:
                content[start:start] = random.choice(WORDS)
            case 5:
                content[start:end] = random.choice(WORDS)
            case 6 if content:
                content[min(start, len(content) - 1)] = random.randrange(256)
            case 7:
                _at_line(random, content, random.choice(WORDS))
            case 8:
                _at_word(random, content)
    return bytes(content[: 2 * size])


def _span(random: Random, length: int) -> tuple[int, int]:
    start = random.randint(0, length)
    return start, min(length, start + random.choice((1, 2, 5, 20, 100, 1000)))


def _at_line(random: Random, content: bytearray, word: bytes) -> None:
    """Put a word at the beginning of a line."""
    at = content.find(b"\n", random.randint(0, len(content))) + 1
    content[at:at] = word


def _at_word(random: Random, content: bytearray) -> None:
    """Put one of the words in the place of one that stands there."""
    start = random.randint(0, len(content))
    while start < len(content) and not content[start : start + 1].isalpha():
        start += 1
    end = start
    while end < len(content) and content[end : end + 1].isalnum():
        end += 1
    content[start:end] = random.choice(WORDS)
