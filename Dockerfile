# The site as one image: pages and static files. The proxy does TLS and serves media.
FROM python:3.13.16-slim-trixie

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    VAR_DIR=/srv/var \
    BIND=0.0.0.0:8000

RUN useradd --system --uid 10001 --home-dir /srv --no-create-home network
WORKDIR /srv/network

# requirements-heic.txt also reads HEIC; see docs/operations.md for what that means for its licence.
ARG REQUIREMENTS=requirements.txt
COPY requirements*.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r "$REQUIREMENTS"

COPY . ./

# The settings require these; nothing of them stays in the image, and nothing is connected to.
RUN export SECRET_KEY=build ALLOWED_HOSTS=build DATABASE_URL=postgres://build/build \
        ENCRYPTION_KEYS=0123456789abcdef0123456789abcdef \
        EMAIL_URL=smtp://build EMAIL_FROM=build@build.example \
    && python manage.py catalogues \
    && python manage.py collectstatic --no-input --verbosity 0 \
    && mkdir -p "$VAR_DIR/media" "$VAR_DIR/originals" "$VAR_DIR/erasures" \
    && chown network: "$VAR_DIR/media" "$VAR_DIR/originals" "$VAR_DIR/erasures"

USER network
EXPOSE 8000

HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-m", "website.health.container_check"]

# The temporary files of gunicorn's heartbeat are in memory.
CMD ["gunicorn", "--config", "python:website.serving.gunicorn", "--worker-tmp-dir", "/dev/shm"]
