# The runner builds this without build arguments; another base is for machines that reach no registry (tests/container).
ARG BASE_IMAGE=docker.io/library/debian:trixie-slim@sha256:a29215f6a35e51e22adffa17f89e9d2ef06214e64a2bad10d765c46aea49f11f

FROM ${BASE_IMAGE} AS builder
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-venv ca-certificates \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY requirements.lock requirements-dev.lock ./
# Only the build backend is taken from the second lock, into a virtual environment that stays behind in this stage.
RUN python3 -m venv /opt/backend \
 && sed -n '/^setuptools==/,/^    #/p' requirements-dev.lock > backend.lock \
 && /opt/backend/bin/python -m pip install --require-hashes --no-deps --no-cache-dir -r backend.lock \
 && python3 -m venv /opt/altproof \
 && /opt/altproof/bin/python -m pip install --require-hashes --no-deps --no-cache-dir -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY schema schema
COPY src src
# Left out: tests, actions-toolkit's as a top-level package among them; the tools of ONNX Runtime and NumPy that make models
# and extensions; OpenCV's detectors but ours; and pip, which has nothing to do once all is installed. Compiled files that
# are never checked against their sources: the code does not change, and reading it costs a start 3 to 4 times as much
# without them.
RUN /opt/backend/bin/python -m pip wheel --no-deps --no-build-isolation --no-cache-dir --wheel-dir dist . \
 && /opt/altproof/bin/python -m pip install --no-deps --no-index --no-cache-dir dist/*.whl \
 && packages=$(echo /opt/altproof/lib/python3*/site-packages) \
 && find "$packages" -type d -name tests -prune -exec rm -rf {} + \
 && rm -rf "$packages"/onnxruntime/transformers "$packages"/onnxruntime/quantization "$packages"/onnxruntime/tools \
      "$packages"/numpy/f2py "$packages"/numpy/distutils \
 && find "$packages"/cv2/data -name "*.xml" ! -name haarcascade_frontalface_default.xml -delete \
 && /opt/altproof/bin/python -m pip uninstall --yes pip \
 && rm -f /opt/altproof/bin/activate* /opt/altproof/bin/Activate.ps1 \
 && python3 -m compileall -q -f --invalidation-mode unchecked-hash /opt/altproof/lib

FROM ${BASE_IMAGE}
LABEL org.opencontainers.image.title="Altproof" \
      org.opencontainers.image.description="Alt text checked where it is written: finds images changed in a pull request and every place in the docs that shows them" \
      org.opencontainers.image.licenses="MIT"
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 git ca-certificates fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/apt /var/log/dpkg.log
COPY --from=builder /opt/altproof /opt/altproof
COPY --chmod=0555 entrypoint.py /app/entrypoint.py
# The PYTHON variables are for child processes: the main one runs isolated (-I) and reads none of them. ALTPROOF_CONTAINER
# says that the workspace may belong to another user, also when the image is run outside Actions.
ENV PYTHONSAFEPATH=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    LANG=C.UTF-8 \
    ALTPROOF_CONTAINER=1
HEALTHCHECK NONE
# No USER: the workspace belongs to the runner's user, and only root may write there. The code that meets untrusted
# pictures gives root up (docs/security-model.md). -I keeps the checked-out repository off the import path.
ENTRYPOINT ["/opt/altproof/bin/python", "-I", "-u", "/app/entrypoint.py"]
