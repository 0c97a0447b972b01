# The portal for production: docker-compose.yml says how it is run.

FROM node:24-slim AS assets
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY assets assets
RUN npm run build

FROM python:3.13-slim AS packages
COPY requirements/production.txt /
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes --requirement /production.txt

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STATIC_ROOT=/srv/static
# 10001 is nobody on the host; beat keeps its schedule in the one folder that it may write to.
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent councilgov \
    && install --directory --owner=councilgov --group=councilgov --mode=0700 /var/lib/councilgov /var/lib/councilgov-erasures
WORKDIR /srv/councilgov
COPY --from=packages /venv /venv
COPY manage.py LICENSE NOTICE ./
COPY councilgov councilgov
COPY breaches breaches
COPY consent consent
COPY devices devices
COPY policies policies
COPY templates templates
COPY static static
COPY docs/guides docs/guides
COPY docs/pictures docs/pictures
COPY --from=assets /build/static/build static/build
# These keys are for this step only: the settings ask for them, collecting files uses none.
RUN SECRET_KEY=collectstatic CERTIFICATE_KEY=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
    DATABASE_URL=postgres:///none REDIS_URL=redis://none \
    python manage.py collectstatic --no-input
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "councilgov/local/alive.py"]
CMD ["gunicorn", "councilgov.wsgi", "--bind=0.0.0.0:8000", "--workers=2", "--limit-request-line=8190", "--timeout=120", "--no-control-socket", "--log-level=warning"]
