# Scandy's image: web, worker, beat and the preparation of the database (deploy/docker/entrypoint.sh).
# It holds no secrets and no data; docker-compose.yml gives it both.

FROM python:3.11-slim-bookworm AS packages
COPY requirements /build/requirements
RUN python -m venv /opt/scandy \
 && /opt/scandy/bin/pip install --no-cache-dir --disable-pip-version-check \
    -r /build/requirements/container.txt

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --user-group --no-create-home --home-dir /var/lib/scandy scandy \
 && install -d -m 0700 -o scandy -g scandy /var/lib/scandy /var/lib/scandy/run \
    /var/lib/scandy/media /var/lib/scandy/backups
COPY --from=packages /opt/scandy /opt/scandy
COPY . /srv/scandy
ENV PATH=/opt/scandy/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=scandy_site.settings.production \
    SCANDY_HOME=/var/lib/scandy
WORKDIR /srv/scandy
USER scandy
# The key is for this step alone: collecting files signs nothing.
RUN SECRET_KEY=only-while-collecting-static-files python manage.py prepare_instance --static-only

EXPOSE 5000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python", "deploy/docker/alive.py", "web"]
ENTRYPOINT ["deploy/docker/entrypoint.sh"]
CMD ["web"]
