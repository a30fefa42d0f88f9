# The screens
FROM node:22-slim AS screens
WORKDIR /app/web/ui
COPY web/ui/package.json web/ui/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY web/ui ./
RUN npm run build

# The environment
FROM python:3.11-slim AS environment
RUN pip install --no-cache-dir "uv>=0.9,<1"
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN uv sync --locked --no-dev --extra otel --no-install-project
COPY . .
# Compiled here: what runs may not write.
RUN uv sync --locked --no-dev --extra otel \
 && .venv/bin/python -m compileall -q core grid field_units dispatch command integration web main.py onedoor.py \
 && .venv/bin/python -c "from dispatch.solver.compiled import compile_all; compile_all()"

# What runs
FROM python:3.11-slim
RUN useradd --system --create-home --uid 10001 onedoor
WORKDIR /app
COPY --from=environment /app /app
COPY --from=screens /app/web/static /app/web/static
RUN mkdir /app/var && chown onedoor /app/var
USER onedoor
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ONEDOOR_HOST=0.0.0.0 \
    ONEDOOR_PORT=8000 \
    ONEDOOR_PRODUCTION=true \
    ONEDOOR_LOG_JSON=true
VOLUME /app/var
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
# The same image runs every part: `onedoor relay`, `onedoor worker`, `onedoor migrate`.
CMD ["onedoor", "serve"]
