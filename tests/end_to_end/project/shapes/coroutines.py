import asyncio

from asgiref.sync import sync_to_async
from django.contrib.auth.models import User


async def count():
    return await sync_to_async(User.objects.count)()


async def names():
    async for u in User.objects.all():
        yield u.username


def probe():
    return callable(count)
