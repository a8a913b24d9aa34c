"""The program and a temporary folder for the tests of configs. MBL_GPU: the program; MBL_SOURCE: the repository."""

import copy
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["MBL_GPU"]
SOURCE = pathlib.Path(os.environ["MBL_SOURCE"])

SMALLEST = {"name": "t", "model": {"kind": "goe_bubble"}, "sweeps": [{"liom_count": [1]}]}
SMALLEST_IMPURITY = {"name": "t", "model": {"kind": "impurity"}, "sweeps": [{"liom_count": [1]}]}


def run(*arguments, **keywords):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=60, **keywords)


def with_value(config, pointer, value):
    """A copy of the config with the value at a JSON pointer; missing objects on the way are made."""
    changed = copy.deepcopy(config)
    *parents, last = pointer.strip("/").split("/")
    node = changed
    for key in parents:
        node = node[int(key)] if isinstance(node, list) else node.setdefault(key, {})
    node[int(last) if isinstance(node, list) else last] = value
    return changed


class ConfigCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, config):
        path = self.folder / "config.json"
        path.write_text(json.dumps(config))
        return path

    def assert_fails(self, done, code, *parts):
        """The exit code and one line of message, which holds every part."""
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertEqual(done.stdout, "")
        for part in parts:
            self.assertIn(part, done.stderr)
