# syntax=docker/dockerfile:1
# The assistant with all that it needs, weights and corpus included; nothing is fetched when it runs.
FROM python:3.11-slim AS build
# PyTorch for the processor: the default build brings gigabytes for graphics cards.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
WORKDIR /src
RUN python -m venv /opt/assistant
ENV PATH=/opt/assistant/bin:$PATH
COPY constraints.txt ./
RUN pip install --no-cache-dir torch==2.13.0 --index-url ${TORCH_INDEX} --extra-index-url https://pypi.org/simple -c constraints.txt
COPY pyproject.toml README.md app.py ./
COPY assistant assistant
COPY corpus corpus
COPY licences licences
RUN pip install --no-cache-dir . -c constraints.txt && python -m compileall -q /opt/assistant/lib

FROM python:3.11-slim
COPY --from=build /opt/assistant /opt/assistant
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin assistant \
    && install -d -o assistant -g assistant /data
# Only /data and /tmp are written to, so that the rest may be read-only.
ENV PATH=/opt/assistant/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    XDG_DATA_HOME=/data \
    HF_HUB_OFFLINE=1 \
    ASSISTANT_HOST=0.0.0.0 \
    ASSISTANT_PORT=7860
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=300s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/healthz', timeout=4)"]
ENTRYPOINT ["assistant"]
CMD ["serve"]
