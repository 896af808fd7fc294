#!/bin/sh
# Makes or updates Temporal's two schemas; safe to run at every start and after a new version of Temporal.
set -eu
SQL_PASSWORD="$(cat /run/secrets/temporal_database_password)"
export SQL_PASSWORD

tool() { temporal-sql-tool --plugin postgres12 "$@"; }

schema() {
  versions=/etc/temporal/schema/postgresql/v12/$2/versioned
  # Fails on an empty database, which has no version yet.
  tool --db "$1" update-schema -d "$versions" && return
  tool --db "$1" setup-schema -v 0.0
  tool --db "$1" update-schema -d "$versions"
}

schema temporal temporal
schema temporal_visibility visibility
