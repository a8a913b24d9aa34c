"""tools/make_gallery: a page with every figure that is there, and its verdicts."""

import os
import re
import runpy
import subprocess
import sys
import unittest

import h5py

import synthetic
from paper_case import SOURCE, TOOLS, PaperCase


def make_gallery(*arguments):
    return subprocess.run([sys.executable, "-B", os.path.join(TOOLS, "make_gallery"), *arguments], capture_output=True, text=True)


class Gallery(PaperCase):
    def setUp(self):
        super().setUp()
        os.makedirs(self.path("docs"))
        os.makedirs(self.path("results", "figS4-quick"))
        file = self.path("results", "figS4-quick", "results.h5")
        synthetic.write(file, synthetic.system(realizations=12, largest=3, lengths=(0.4, 1.0, 2.0, 4.0)))
        with h5py.File(file, "a") as stream:
            for group in stream["ed/points"].values():
                group["samples/level_spacing"] = group["samples/gap_ratio"][()]

    def test_a_page_of_what_is_there(self):
        done = make_gallery(self.path("results"), "--docs", self.path("docs"), "--also", "Again=" + self.path("results"))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr.count("is left out"), 7)
        with open(self.path("docs", "gallery.md"), encoding="utf-8") as stream:
            page = stream.read()
        self.assertIn("![Fig. S4", page)
        self.assertNotIn("![Fig. 4", page)
        self.assertIn("\n## Again\n", page)
        self.assertEqual(page.count("(Suppl. f, Fig. S4b)"), 2)  # beside the figure, and in the table of all
        with open(self.path("docs", "images", "figS4.png"), "rb") as stream:
            image = stream.read()
        self.assertTrue(image.startswith(b"\x89PNG") and len(image) < 150_000)

    def test_nothing_to_show(self):
        done = make_gallery(self.path("results"), "--profile", "paper", "--docs", self.path("docs"))
        self.assertEqual(done.returncode, 65)
        self.assertFalse(os.path.exists(self.path("docs", "gallery.md")))

    def test_every_statement_has_a_figure(self):
        from paper_checks.registry import DIAGONALIZATION, IMPURITY
        figures = runpy.run_path(os.path.join(TOOLS, "make_gallery"))["FIGURES"]
        shown = [key for _, _, keys in figures for key in keys]
        self.assertEqual(set(shown), {statement.key for statement in DIAGONALIZATION + IMPURITY})
        self.assertTrue(all(keys for _, _, keys in figures))

    def test_the_page_that_comes_along_shows_what_is_there(self):
        with open(os.path.join(SOURCE, "docs", "gallery.md"), encoding="utf-8") as stream:
            page = stream.read()
        images = re.findall(r"\]\((images/[^)]+)\)", page)
        self.assertGreater(len(images), 5)
        for image in images:
            self.assertLess(os.path.getsize(os.path.join(SOURCE, "docs", image)), 150_000)


if __name__ == "__main__":
    unittest.main()
