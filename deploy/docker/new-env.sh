#!/usr/bin/env bash
# Writes the .env that docker-compose.yml reads, with new secrets, readable by its owner alone. Never overwrites one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

secret() { head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n'; }

if [ -e .env ]; then
  echo "Es gibt schon eine .env; sie bleibt, wie sie ist." >&2
  exit 1
fi
umask 077
while IFS= read -r line; do
  case $line in
    *=GEHEIM) printf '%s=%s\n' "${line%%=*}" "$(secret)" ;;
    *) printf '%s\n' "$line" ;;
  esac
done <deploy/docker/env.example >.env.new
mv .env.new .env
echo "Geschrieben: $PWD/.env. Weiter mit: docker-compose up -d --build"
