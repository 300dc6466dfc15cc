# Everything is pinned by hash in requirements.lock; the image holds no compiler and no package that only tests need.
FROM python:3.13-slim AS build
WORKDIR /build
RUN python -m venv /opt/good-clients
COPY requirements.lock .
RUN /opt/good-clients/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
COPY storage storage
COPY migrations migrations
COPY sandbox sandbox
RUN pip install --no-cache-dir --disable-pip-version-check "hatchling>=1.27" \
    && python -m hatchling build -t wheel \
    && /opt/good-clients/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps dist/*.whl

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home good-clients
COPY --from=build /opt/good-clients /opt/good-clients
ENV PATH=/opt/good-clients/bin:$PATH PYTHONUNBUFFERED=1 PORT=3000
USER good-clients
WORKDIR /data
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
# In Socket Mode /healthz says whether the bot is connected to Slack; in HTTP mode, whether it answers.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/healthz\", timeout=4)"]
ENTRYPOINT ["good-clients"]
CMD ["run"]
