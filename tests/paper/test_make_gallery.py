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

sys.path.append(os.path.join(SOURCE, "tests", "plot"))


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

    def test_fig6_at_the_papers_size_where_it_is_there(self):
        from make_synthetic_impurity import points_of, write
        for profile, word in (("quick", "not enough data"), ("paper", "agrees")):
            os.makedirs(self.path("results", f"fig6-{profile}"))
            write(self.path("results", f"fig6-{profile}", "results.h5"), points_of(profile))
            done = make_gallery(self.path("results"), "--docs", self.path("docs"))
            self.assertEqual(done.returncode, 0, done.stderr)
            with open(self.path("docs", "gallery.md"), encoding="utf-8") as stream:
                section, = re.findall(r"\n## Fig. 6(.*?)\n## ", stream.read(), re.DOTALL)
            self.assertIn("(images/fig6.png)", section)
            self.assertEqual("With the profile `paper`" in section, profile == "paper")
            row, = (line for line in section.splitlines() if "the shape of rho is that of U = 0" in line)
            self.assertTrue(row.endswith(f"| {word} |"), row)
        self.assertIn("the values differ by 8.6 %, the shapes by 0.6 %", section)
        self.assertLess(os.path.getsize(self.path("docs", "images", "fig6.png")), 150_000)

    def test_fig6s_table_is_of_its_own_parameters(self):
        from make_synthetic_impurity import points_of, write
        for name, temperature in (("fig6-paper", 2.0), ("fig6_temperature-paper", 0.2)):
            os.makedirs(self.path("results", name))
            write(self.path("results", name, "results.h5"), [{**point, "temperature": temperature} for point in points_of("paper")])
        make_gallery(self.path("results"), "--docs", self.path("docs"))
        with open(self.path("docs", "gallery.md"), encoding="utf-8") as stream:
            page = stream.read()
        self.assertEqual((page.count("T = 2,"), page.count("T = 0.2,")), (1, 0))

    def test_a_section_that_stays(self):
        """Its numbers are of a folder that is not there; what is judged otherwise now is said of it, once."""
        make_gallery(self.path("results"), "--docs", self.path("docs"), "--also", "Larger [1]=" + self.path("results"))
        page = self.path("docs", "gallery.md")
        with open(page, encoding="utf-8") as stream:
            text = stream.read()
        text, section = text.split("\n## Larger [1]\n")
        self.assertEqual(section.count("the mean, and no single point outside"), 1)
        old = section.replace("the mean, and no single point outside", "the mean").replace("golden-rule width above 4", "above 4")
        old = "".join(row for row in old.splitlines(keepends=True) if "two peaks" not in row)
        with open(page, "w", encoding="utf-8") as stream:
            stream.write(text + "\n## Larger [1]\n" + old)
        for _ in range(2):
            done = make_gallery(self.path("results"), "--docs", self.path("docs"), "--keep", "Larger [1]")
            self.assertEqual((done.returncode, done.stderr.count("\n")), (0, 7))
            with open(page, encoding="utf-8") as stream:
                kept = stream.read().split("\n## Larger [1]\n")[1]
            remark, = (line for line in kept.splitlines() if line.startswith("*Judged at an earlier time"))
            changed, missing = remark.split("Not judged then: ")
            self.assertEqual(changed.count("; "), 1)
            self.assertIn("*r lies between 0.386 (Poisson) and 0.531 (GOE)*", changed)
            self.assertIn("*for large xi the peaks are much broader than the level spacing*", changed)
            self.assertEqual(missing.count("; "), 0)
            self.assertEqual(kept.replace(remark, "").strip(), old.strip())
        done = make_gallery(self.path("results"), "--docs", self.path("docs"), "--keep", "Larger")
        self.assertEqual(done.returncode, 65)
        self.assertIn("no section '## Larger' to keep", done.stderr)

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
