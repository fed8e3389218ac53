#!/usr/bin/env python3
"""Writes a container image for Lambda, as an OCI image layout in a tar (OCI's image-spec 1.1).

    image.py VERSION FUNCTION.zip TO.oci.tar

Two layers: the C libraries that the binary is linked with, of this machine, and the function. Nothing else is in it, no shell
either. The same files give the same bytes.
"""
import gzip
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from datetime import datetime, timezone
from pathlib import Path

PROCESSORS = {"x86_64": "amd64", "aarch64": "arm64"}
EPOCH = int(os.environ["SOURCE_DATE_EPOCH"])


def packed(files):
    """A tar of files, by name: {path: (bytes, mode)}, with the folders that they are in."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path in sorted({str(parent) for name in files for parent in Path(name).parents} - {"."} | set(files)):
            info = tarfile.TarInfo(path)
            info.mtime = EPOCH
            content, info.mode = files.get(path, (None, 0o755))
            if content is None:
                info.type = tarfile.DIRTYPE
            else:
                info.size = len(content)
            tar.addfile(info, io.BytesIO(content or b""))
    return buffer.getvalue()


def libraries(binary):
    """The C libraries that the binary is linked with, at the paths where it looks for them."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(binary)
        file.flush()
        told = subprocess.run(["ldd", file.name], check=True, capture_output=True, text=True).stdout
    paths = re.findall(r"(/\S+) \(0x", told)
    if not any("libc.so" in path for path in paths):
        sys.exit(f"image: no C library in {told}")
    return {path.lstrip("/"): (Path(path).read_bytes(), 0o755) for path in paths}


def main(version, function, to):
    with zipfile.ZipFile(function) as archive:
        binary = archive.read("bootstrap")
    blobs = {}

    def blob(content):
        digest = hashlib.sha256(content).hexdigest()
        blobs[f"blobs/sha256/{digest}"] = (content, 0o644)
        return {"digest": f"sha256:{digest}", "size": len(content)}

    tars = [packed(libraries(binary)), packed({"var/task/bootstrap": (binary, 0o755)})]
    layers = [{"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", **blob(gzip.compress(tar, 9, mtime=0))}
              for tar in tars]
    config = {
        "created": datetime.fromtimestamp(EPOCH, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "architecture": PROCESSORS[os.uname().machine],
        "os": "linux",
        "config": {"Entrypoint": ["/var/task/bootstrap"], "WorkingDir": "/var/task",
                   "Labels": {"org.opencontainers.image.title": "ktp-verify", "org.opencontainers.image.version": version}},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(tar).hexdigest()}" for tar in tars]},
    }
    manifest = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": {"mediaType": "application/vnd.oci.image.config.v1+json", **blob(json.dumps(config).encode())},
        "layers": layers,
    }
    index = {"schemaVersion": 2, "manifests": [{
        "mediaType": manifest["mediaType"], **blob(json.dumps(manifest).encode()),
        "annotations": {"org.opencontainers.image.ref.name": version}}]}
    files = {"oci-layout": (b'{"imageLayoutVersion":"1.0.0"}', 0o644), "index.json": (json.dumps(index).encode(), 0o644), **blobs}
    Path(to).write_bytes(packed(files))
    print(f"image: {' and '.join(str(len(tar)) for tar in tars)} bytes in two layers, {sum(l['size'] for l in layers)} packed")


if __name__ == "__main__":
    main(*sys.argv[1:])
