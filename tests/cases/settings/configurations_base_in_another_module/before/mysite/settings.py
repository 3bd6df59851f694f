from mysite.common import Common


class Dev(Common):
    DEBUG = True


class Prod(Common):
    pass
