LOGIN_URL = "/login/"
