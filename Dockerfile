# Two stages: the first installs, pinned and hash-checked; the second carries the result and no build tool.
FROM python:3.12-slim AS build
COPY requirements-build.txt requirements.txt /src/
RUN python -m venv /opt/hub \
 && /opt/hub/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /src/requirements-build.txt \
 && /opt/hub/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /src/requirements.txt
COPY . /src/
RUN /opt/hub/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation /src

FROM python:3.12-slim
# The owner of /var/lib/hub becomes the owner of the volume that compose mounts there.
RUN useradd --system --uid 10001 --home-dir /var/lib/hub --create-home hub \
 && install -d -o hub -g hub /var/lib/hub/blobs
COPY --from=build /opt/hub /opt/hub
ENV PATH=/opt/hub/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER hub
WORKDIR /var/lib/hub
# 8000 HUB_HTTP_PORT, 9100 HUB_METRICS_PORT
EXPOSE 8000 9100
ENTRYPOINT ["hub"]
CMD ["serve"]
