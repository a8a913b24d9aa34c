"""What the tests of check_paper and of the reader share: where the tools are, a folder, the tool as its users start it."""

import os
import subprocess
import sys
import tempfile
import unittest

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
TOOLS = os.path.join(SOURCE, "tools")
sys.path[:0] = [TOOLS, os.path.dirname(os.path.abspath(__file__))]


def check_paper(*arguments, **keywords):
    return subprocess.run([sys.executable, "-B", os.path.join(TOOLS, "check_paper"), *arguments], capture_output=True, text=True,
                          **keywords)


class PaperCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="ξ results ")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, *parts):
        return os.path.join(self.folder, *parts)
