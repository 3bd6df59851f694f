# startproject's own
INSTALLED_APPS = [
    'django.contrib.admin',
    'django.contrib.auth',
    'django.contrib.contenttypes',
    'blog',
]

# Password validation
# https://docs.djangoproject.com/

AUTH_PASSWORD_VALIDATORS = [
    {'NAME': 'django.contrib.auth.password_validation.MinimumLengthValidator'},
]

# Internationalization

LANGUAGE_CODE = 'en-us'
