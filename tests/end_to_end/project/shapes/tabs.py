from django.contrib.auth.models import (
	Group,  # groups
	# the user
	User,  # users
	Permission,
)


def probe():
	def f(u: User):
		return u
	return User.objects.count(), Group, Permission
