#!/bin/sh
# multi-gitter run ./multi-gitter.sh -O my-org -B usershift -m "Move to a user model of our own"
#
# multi-gitter runs it in a clone of each repository, and commits what it changed. With
# `multi-gitter run --dry-run` it sets DRY_RUN=true, and usershift only prints the diff.
# A repository that usershift refuses (exit status 3) is no failure of the campaign.
usershift migrate --app auto
status=$?
[ "$status" -eq 3 ] && exit 0
exit "$status"
