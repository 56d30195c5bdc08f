#!/usr/bin/env bash
# Starts one service of Scandy in its container: prepare, web, worker or beat. Any other word is run as it is.
set -euo pipefail

# The health check asks under 127.0.0.1, whatever names the house uses.
export ALLOWED_HOSTS="${ALLOWED_HOSTS:+$ALLOWED_HOSTS,}localhost,127.0.0.1"
export TMPDIR=/tmp

case ${1:-web} in
  prepare) # ends; the others start after it, so that migrations run once and alone
    exec python manage.py prepare_instance --base-url "${PUBLIC_URL:-http://127.0.0.1:${SCANDY_PORT:-5000}}"
    ;;
  web)
    exec gunicorn scandy_site.wsgi:application --bind 0.0.0.0:5000 --preload --no-control-socket \
      --worker-class gthread --workers "${WEB_WORKERS:-2}" --threads 4 --worker-tmp-dir /dev/shm \
      --timeout 60 --graceful-timeout 20 --keep-alive 5 --forwarded-allow-ips ''
    ;;
  worker)
    exec celery -A scandy_site worker --loglevel INFO --pool threads --concurrency 4 \
      --without-gossip --without-mingle
    ;;
  beat) exec celery -A scandy_site beat --loglevel INFO --pidfile '' ;;
  *) exec "$@" ;;
esac
