#!/usr/bin/env bash
# Starts MongoDB in its container as a replica set that asks for passwords: that needs a key file, made once.
set -euo pipefail
key=/data/configdb/scandy.key

if [ ! -s "$key" ]; then
  umask 077
  head -c 48 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$key.new"
  mv "$key.new" "$key"
fi
chown mongodb:mongodb "$key"
chmod 0400 "$key"
exec docker-entrypoint.sh mongod --replSet rs0 --keyFile "$key" --bind_ip_all \
  --networkMessageCompressors disabled \
  --setParameter minSnapshotHistoryWindowInSeconds=1800 \
  --setParameter transactionLifetimeLimitSeconds=15 "$@"
