#!/usr/bin/env python3
"""Prints a CycloneDX bill of what is really in the native binary.

    bom.py VERSION DEPENDENCIES.json JARS FUNCTION.zip

DEPENDENCIES.json is Quarkus's own, of everything that was resolved; JARS lists the jars of the native build's class path.
What is not on the class path is left out; a jar on it that the bill does not know is an error. Mandrel and what of the JDK is in
the binary are one component, with the version that the binary tells. The C libraries are in the container image alone.
"""
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import datetime, timezone
from pathlib import Path

from image import libraries

DEVELOPMENT = {"name": "quarkus:component:scope", "value": "development"}


def file_name(component):
    """As Quarkus names the jar in lib."""
    return f"{component.get('group')}.{component['name']}-{component['version']}.jar"


def said(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout


def c_library(path, content):
    """A component for a C library of the image, with the package that it came in: Debian's, or Amazon Linux's."""
    component = {"type": "library", "bom-ref": f"image:/{path}", "name": Path(path).name,
                 "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}],
                 "properties": [{"name": "ktp-verify:in", "value": "the container image alone"}]}
    for installed in (f"/{path}", f"/usr/{path}"):
        if shutil.which("dpkg-query"):
            owner = said("dpkg-query", "-S", installed).partition(":")[0]
            told = said("dpkg-query", "-W", "-f", "deb/debian ${Package} ${Version}", owner) if owner else ""
        else:
            told = said("rpm", "-qf", "--qf", "rpm/amzn %{NAME} %{VERSION}-%{RELEASE}", installed)
        if told.count(" ") == 2:
            kind, package, version = told.split()
            return component | {"version": version, "purl": f"pkg:{kind}/{package}@{version}"}
    return component


def main(version, dependencies, jars, function):
    bill = json.loads(Path(dependencies).read_text(encoding="utf-8"))
    # Quarkus marks a jar out of which it took classes.
    on_class_path = {jar.removeprefix("modified-") for jar in Path(jars).read_text(encoding="utf-8").split()}
    inside = [c for c in bill["components"] if file_name(c) in on_class_path]
    unknown = on_class_path - {file_name(component) for component in inside}
    if unknown:
        sys.exit(f"bom: on the class path, and not in the bill: {sorted(unknown)}")
    with zipfile.ZipFile(function) as archive:
        binary = archive.read("bootstrap")
    told = re.search(rb"com\.oracle\.svm\.core\.VM=([ -~]+)", binary)
    if not told:
        sys.exit("bom: the binary does not tell what it was built with")
    builder, _, builder_version = told[1].decode().partition("-")
    refs = {component["bom-ref"] for component in inside}
    for component in inside:
        component["properties"] = [p for p in component.get("properties", []) if p != DEVELOPMENT]
    inside.append({"type": "platform", "bom-ref": "native-image", "name": builder, "version": builder_version,
                   "description": "GraalVM's native image: its runtime, and what of the JDK is in the binary"})
    inside += [c_library(path, content) for path, (content, _) in sorted(libraries(binary).items())]
    top = f"pkg:generic/ktp-verify@{version}"
    at = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), timezone.utc)
    print(json.dumps({
        "bomFormat": "CycloneDX",
        "specVersion": bill["specVersion"],
        "version": 1,
        "metadata": {
            "timestamp": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "application", "bom-ref": top, "name": "ktp-verify", "version": version, "purl": top},
        },
        "components": sorted(inside, key=lambda component: component["bom-ref"]),
        "dependencies": [{"ref": top, "dependsOn": sorted(component["bom-ref"] for component in inside)}] + sorted(
            ({"ref": d["ref"], "dependsOn": sorted(refs & set(d.get("dependsOn", [])))}
             for d in bill["dependencies"] if d["ref"] in refs), key=lambda dependency: dependency["ref"]),
    }, indent=1, sort_keys=True))
    print(f"bom: {len(inside)} components; the class path's {len(on_class_path)} jars are among them", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
