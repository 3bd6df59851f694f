#!/bin/sh
# A copy of the people, besides the dump of the whole database.
set -e
mkdir -p backup
python manage.py dumpdata auth.group auth.user people --natural-foreign --indent 2 > backup/people.json
