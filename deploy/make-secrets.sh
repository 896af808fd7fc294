#!/bin/sh
# Makes the secrets that docker-compose.yml mounts, once; never replaces one that is there.
# The folder is closed to others on this machine; the files inside are readable, because the containers' users are.
set -eu
cd "$(dirname "$0")/.."
mkdir -p secrets
chmod 700 secrets

random() { head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

keep() {
  [ -s "secrets/$1" ] && return 0
  printf '%s' "$2" > "secrets/$1"
  chmod 444 "secrets/$1"
  echo "made secrets/$1"
}

keep postgres_password "$(random)"
keep casbah_database_password "$(random)"
keep temporal_database_password "$(random)"
keep database_url "postgres://casbah:$(cat secrets/casbah_database_password)@postgres:5432/casbah"
keep master_key "$(random)"
keep bootstrap_token "$(random)"

echo 'Keep a copy of secrets/master_key elsewhere: without it the stored credentials cannot be opened.'
