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


def linked_with(*libraries):
    """An ELF file of one segment, that starts at address 0, with a table of what it is linked with."""
    names = b"\0" + b"".join(name.encode() + b"\0" for name in libraries)
    places = [1 + sum(len(name) + 1 for name in libraries[:i]) for i in range(len(libraries))]
    table = 64 + 2 * 56
    dynamic = b"".join(struct.pack("<QQ", 1, place) for place in places)
    dynamic += struct.pack("<QQ", 5, table + len(dynamic) + 32) + struct.pack("<QQ", 0, 0)
    whole = table + len(dynamic) + len(names)
    header = bytearray(elf()[:64])
    struct.pack_into("<Q", header, 32, 64)
    struct.pack_into("<HH", header, 54, 56, 2)
    load = struct.pack("<IIQQQQQQ", 1, 5, 0, 0, 0, whole, whole, 4096)
    told = struct.pack("<IIQQQQQQ", 2, 6, table, table, table, len(dynamic), len(dynamic), 8)
    return bytes(header) + load + told + dynamic + names


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
        self.assertEqual((0, ""), self.check(linked_with("libz.so.1", "libc.so.6")))

    def test_what_does_not(self):
        for content, mode, says in (
            (elf(machine=0xB7), 0o755, "for arm64, not x86_64"),
            (elf(glibc=("2.34", "2.38")), 0o755, "needs glibc 2.38"),
            (linked_with("libc.so.6", "libjava.so", "libnet.so"), 0o755, "needs libjava.so, libnet.so, which Lambda"),
            (b"#!/bin/sh\n", 0o755, "no ELF file"),
            (elf(), 0o644, "not executable"),
        ):
            with self.subTest(says):
                code, said = self.check(content, mode)
                self.assertEqual(1, code)
                self.assertIn(says, said)
