cd backend && python manage.py migrate
