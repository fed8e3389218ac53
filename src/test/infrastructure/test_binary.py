""".ci/check-binary: what keeps a function.zip from starting on Lambda is noticed before it is deployed."""

import struct
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

import sam


def elf(machine=0x3E, glibc=("2.2.5", "2.34")):
    header = b"\x7fELF\x02\x01\x01".ljust(16, b"\0") + struct.pack("<HH", 2, machine)
    return header.ljust(64, b"\0") + b"\0" + b"".join(f"GLIBC_{version}\0".encode() for version in glibc)


class Binary(unittest.TestCase):
    def check(self, content, mode=0o755):
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "function.zip"
            with zipfile.ZipFile(path, "w") as archive:
                file = zipfile.ZipInfo("bootstrap")
                file.external_attr = mode << 16
                archive.writestr(file, content)
            done = subprocess.run([sys.executable, sam.ROOT / ".ci/check-binary", "--architecture", "x86_64", path],
                                  capture_output=True, text=True)
            return done.returncode, done.stderr

    def test_what_starts(self):
        self.assertEqual((0, ""), self.check(elf()))

    def test_what_does_not(self):
        for content, mode, says in (
            (elf(machine=0xB7), 0o755, "for arm64, not x86_64"),
            (elf(glibc=("2.34", "2.38")), 0o755, "needs glibc 2.38"),
            (b"#!/bin/sh\n", 0o755, "no ELF file"),
            (elf(), 0o644, "not executable"),
        ):
            with self.subTest(says):
                code, said = self.check(content, mode)
                self.assertEqual(1, code)
                self.assertIn(says, said)
