#!/usr/bin/env python3
"""Prints the release notes of VERSION: its section of CHANGELOG.md, and how to check a download.

    notes.py VERSION
"""
import re
import sys
from pathlib import Path

version = sys.argv[1]
changelog = (Path(__file__).parents[2] / "CHANGELOG.md").read_text(encoding="utf-8")
section = re.search(rf"^## \[{re.escape(version)}\].*?\n(.*?)(?=^## |\Z)", changelog, re.M | re.S)
text = re.sub(r"^###", "##", section[1].strip(), flags=re.M)
print(f"""# ktp-verify {version}

{text}

## Check what you downloaded

    sha256sum --check --ignore-missing SHA256SUMS

`docs/releases.md` says what each file is, and how to check the signature.""")
