INSTALLED_APPS = (
    'django.contrib.auth',
    'django.contrib.contenttypes',
    'blog',
    'users',
)
LOGIN_URL = '/login/'
AUTH_USER_MODEL = 'users.User'
