#!/bin/sh
# Run once by the Postgres image, when its volume is new: one owner and its databases for Casbah, one for Temporal.
set -eu

make() {
  owner=$1
  shift
  psql --quiet --set=ON_ERROR_STOP=1 --set=owner="$owner" --set=password="$(cat "/run/secrets/${owner}_database_password")" <<'SQL'
create role :"owner" login password :'password';
SQL
  for database in "$@"; do
    createdb --owner="$owner" "$database"
  done
}

make casbah casbah
make temporal temporal temporal_visibility
