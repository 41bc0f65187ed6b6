# One image; the command picks `serve`, `worker` or `migrate`.
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/chatia
COPY . .
RUN --mount=type=cache,target=/root/.cache/pip \
    /opt/chatia/bin/pip install --disable-pip-version-check -c constraints.txt ".[otel]"

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin chatia
COPY --from=build /opt/chatia /opt/chatia
WORKDIR /srv
RUN install --directory --owner=chatia --mode=700 /srv/files
USER chatia
ENV PATH=/opt/chatia/bin:$PATH PYTHONUNBUFFERED=1 CHATIA_HOST=0.0.0.0 CHATIA_PORT=8000
EXPOSE 8000
ENTRYPOINT ["chatia"]
CMD ["serve"]
