"""What the tests of all figures share: a folder with a results.h5, the tool as its users start it."""

import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TOOL = os.path.join(HERE, "..", "..", "tools", "plot", "plot_figure.py")
sys.path[:0] = [HERE, os.path.dirname(TOOL)]


def run_tool(*arguments, **keywords):
    return subprocess.run([sys.executable, TOOL, *arguments], capture_output=True, text=True, **keywords)


def drawn(axis, prefix):
    """The artists (error-bar containers, lines, histograms) whose label starts with `prefix`."""
    return [artist for artist in [*axis.containers, *axis.lines, *axis.patches]
            if str(artist.get_label()).startswith(prefix)]


class PlotCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.path = os.path.join(folder.name, "results.h5")

    def assert_fails(self, code, *words, arguments=()):
        done = run_tool(self.path, *arguments)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertFalse([name for name in os.listdir(self.folder) if name.endswith((".png", ".svg", ".tmp"))])

    def assert_identical_bytes(self, name):
        """Two runs, elsewhere and in another environment, make the same PNG and SVG."""
        other = os.path.join(self.folder, "made", "on", "demand")
        for arguments, environment in (([], {}), (["--output-dir", other], {"TZ": "Asia/Tokyo",
                                                                            "PYTHONHASHSEED": "7"})):
            done = run_tool(self.path, *arguments, env={**os.environ, **environment})
            self.assertEqual((done.returncode, done.stderr), (0, ""))
        for suffix, start in (("png", b"\x89PNG"), ("svg", b"<?xml")):
            with open(os.path.join(self.folder, f"{name}.{suffix}"), "rb") as one, \
                    open(os.path.join(other, f"{name}.{suffix}"), "rb") as two:
                first = one.read()
                self.assertTrue(first.startswith(start))
                self.assertEqual(first, two.read())
        self.assertEqual(sorted(os.listdir(self.folder)), [f"{name}.png", f"{name}.svg", "made", "results.h5"])

    def assert_apart(self, figure):
        """Legends, panels and their titles are on the figure and do not overlap."""
        figure.canvas.draw()
        boxes = [legend.get_window_extent() for legend in figure.legends]
        boxes += [axis.bbox for axis in figure.axes]
        boxes = [box.padded(-1) for box in boxes]  # touching is no overlap
        for number, box in enumerate(boxes):
            self.assertTrue(0 <= box.x0 and box.x1 <= figure.bbox.x1)
            self.assertFalse(any(box.overlaps(other) for other in boxes[:number]))
