#!/bin/sh
# In the folder of a turbolift campaign, once `turbolift clone` is done:
#
#   turbolift foreach -- sh "$PWD/turbolift.sh"
#   turbolift commit --message "Move to a user model of our own"
#   turbolift create-prs
#
# turbolift runs it in each clone, on the campaign's branch.
exec usershift migrate --app auto
