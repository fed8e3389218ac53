#!/usr/bin/env python3
"""Writes a zip anew, so that the same files give the same bytes: by name, with SOURCE_DATE_EPOCH's time.

    same_bytes.py FROM.zip TO.zip
"""
import os
import sys
import time
import zipfile

at = time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))[:6]
with zipfile.ZipFile(sys.argv[1]) as given, zipfile.ZipFile(sys.argv[2], "w") as made:
    for name in sorted(name for name in given.namelist() if not name.endswith("/")):
        info = zipfile.ZipInfo(name, at)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.create_system = 3  # Unix, whose modes follow
        info.external_attr = (0o100755 if name == "bootstrap" else 0o100644) << 16
        made.writestr(info, given.read(name), compresslevel=9)
