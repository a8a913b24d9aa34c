"""Fig. 4 shows exactly the numbers of results.h5.  /usr/bin/python3 -m unittest discover -s tests/plot"""

import math
import os
import unittest

from plot_case import PlotCase, drawn, run_tool

import h5py
import numpy

import fig4
import make_synthetic
from curves import beyond_golden_rule
from results_file import WIDTH, read_results


class PlotTest(PlotCase):
    def write(self, profile="quick", **root):
        make_synthetic.write(self.path, make_synthetic.points_of(profile), **root)

    def figure(self, theory=None):
        return fig4.draw(read_results(self.path), theory)


class Files(PlotTest):
    def test_two_runs_give_identical_bytes(self):
        self.write()
        self.assert_identical_bytes("fig4")

    def test_a_users_matplotlibrc_changes_nothing(self):
        self.write("one_point")
        run_tool(self.path)
        with open(os.path.join(self.folder, "matplotlibrc"), "w") as rc:
            rc.write("lines.linewidth: 9\nsavefig.dpi: 30\naxes.grid: True\n")
        run_tool(self.path, "--output-dir", os.path.join(self.folder, "rc"), cwd=self.folder)
        with open(os.path.join(self.folder, "fig4.png"), "rb") as one, \
                open(os.path.join(self.folder, "rc", "fig4.png"), "rb") as two:
            self.assertEqual(one.read(), two.read())


class Numbers(PlotTest):
    def test_every_point_has_its_mean_and_standard_error(self):
        self.write()
        expected = {}
        with h5py.File(self.path) as file:
            for group in file["ed/points"].values():
                widths = group[f"samples/{WIDTH}"][()]
                key = tuple(group.attrs[name] for name in ("panel", "localization_length", "coupling", "liom_count"))
                expected[key] = (widths.mean(), widths.std(ddof=1) / math.sqrt(len(widths)))
        figure = self.figure()
        inset, = figure.axes[2].child_axes
        seen = 0
        for panel, axis in zip(("a", "b", "c", "inset"), [*figure.axes, inset]):
            for container in drawn(axis, "_ed"):
                xi, coupling = (float(word.split("=")[1]) for word in container.get_label().split()[1:])
                line, _, (bars,) = container
                for (count, mean), segment in zip(numpy.transpose(line.get_data()), bars.get_segments()):
                    key = (panel if coupling == 2 or panel != "inset" else "b", xi, coupling, count)
                    self.assertAlmostEqual(mean, expected[key][0], 12)
                    self.assertAlmostEqual((segment[1][1] - segment[0][1]) / 2, expected[key][1], 12)
                    seen += 1
        self.assertEqual(seen, len(expected) + 4)  # the inset repeats xi = 0.6, V1 = 1 of panel b

    def test_dashed_theory_is_the_files(self):
        self.write("paper")
        for form in ("implied", "printed"):
            lines = drawn(self.figure(form).axes[1], "_theory")
            self.assertEqual(len(lines), 7)
            by_xi = {point.localization_length: [] for point in read_results(self.path).points}
            for point in read_results(self.path).points:
                if point.panel == "b":
                    by_xi[point.localization_length].append(point.theory[form])
            for line in lines:
                self.assertTrue(line.is_dashed())
                xi = float(line.get_label().split()[1].split("=")[1])
                numpy.testing.assert_array_equal(line.get_ydata(), by_xi[xi])

    def test_the_file_chooses_the_form_and_the_option_overrules_it(self):
        self.write(theory="printed")
        from_file, implied = ([line.get_ydata().tolist() for line in drawn(self.figure(form).axes[1], "_theory")]
                              for form in (None, "implied"))
        self.assertNotEqual(from_file, implied)

    def test_one_colour_per_localization_length(self):
        self.write("paper")
        figure = self.figure()
        shades = {}
        for axis in [*figure.axes, *figure.axes[2].child_axes]:
            for line in drawn(axis, "_theory"):
                shades.setdefault(line.get_label().split()[1], set()).add(line.get_color())
        self.assertEqual([len(shade) for shade in shades.values()], [1] * 7)
        self.assertEqual(len(set.union(*shades.values())), 7)

    def test_the_strong_coupling_point_is_marked(self):
        for profile in ("quick", "paper"):
            self.write(profile)
            outside = [point for point in read_results(self.path).points if beyond_golden_rule(point, 1.0)]
            self.assertEqual([(point.panel, point.liom_count) for point in outside], [("inset", 1)])
            figure = self.figure()
            mark, = drawn(figure.axes[2].child_axes[0], "_outside")
            self.assertEqual(mark.get_ydata()[0], outside[0].mean)
            self.assertTrue(any("outside the golden-rule regime" in text.get_text() for text in figure.texts))


class Shapes(PlotTest):
    def test_zero_lioms_and_a_single_realization(self):
        self.write("explicit")
        axis, = self.figure().axes
        container, = drawn(axis, "_ed")
        self.assertEqual(container[0].get_xdata().tolist(), [2])
        self.assertFalse(container.has_yerr)
        self.assertEqual(drawn(axis, "_theory"), [])
        self.assertEqual(run_tool(self.path).returncode, 0)

    def test_one_point(self):
        self.write("one_point")
        self.assertEqual(run_tool(self.path).returncode, 0)
        self.assertEqual(len(self.figure().axes), 1)

    def test_any_panels_and_parameters(self):
        points = [point for number in range(5) for coupling in (0.5, 1.0) for point in make_synthetic.sweep(
            f"sweep {number} with a rather long $name", "1d_exponential", coupling,
            [0.3 * step + 0.1 * number for step in range(1, 9)], range(0, 13, 3), 4 + number, 10)]
        points += make_synthetic.sweep("inset", "2d_exponential", 1.0, [2.0], [1], 6, 10)
        make_synthetic.write(self.path, points)
        done = run_tool(self.path)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        figure = self.figure()
        self.assertEqual(len(figure.axes), 6)  # no panel c: the inset is a panel of its own
        self.assert_apart(figure)

    def test_unnamed_panels_go_by_geometry(self):
        make_synthetic.write(self.path, [point for geometry in ("1d_stretched", "2d_exponential") for point in
                                         make_synthetic.sweep("", geometry, 1.0, [1.0], [1, 2], 6, 10)])
        self.assertEqual([axis.get_title("left") for axis in self.figure().axes],
                         ["(a) 1D stretched exponential", "(b) 2D exponential"])

    def test_curves_stay_clear_of_the_inset(self):
        for profile in ("quick", "paper"):
            self.write(profile)
            figure = self.figure()
            figure.canvas.draw()
            panel = figure.axes[2]
            box = panel.child_axes[0].get_tightbbox(figure.canvas.get_renderer())
            self.assertTrue(panel.bbox.y1 > box.y1 and panel.bbox.x0 < box.x0)
            for line in drawn(panel, "_theory") + [container[0] for container in drawn(panel, "_ed")]:
                self.assertFalse(panel.transData.transform_path(line.get_path()).intersects_bbox(box, filled=False))


class Failures(PlotTest):
    def test_no_file(self):
        self.assert_fails(74, self.path, "No such file")

    def test_not_hdf5(self):
        with open(self.path, "w") as file:
            file.write("hello")
        self.assert_fails(65, self.path, "not an HDF5 file", "name the results.h5")

    def test_damaged(self):
        self.write()
        os.truncate(self.path, os.path.getsize(self.path) // 2)
        self.assert_fails(65, self.path, "damaged", "export")

    def test_another_programs_file(self):
        self.write(format="other")
        self.assert_fails(65, self.path, "'other'", "not a results file of mbl_gpu")

    def test_newer_format(self):
        self.write(format_version=2)
        self.assert_fails(65, self.path, "format_version 2 is newer than 1")

    def test_missing_pieces_are_named(self):
        for name in (f"ed/points/3/samples/{WIDTH}", "ed/points"):
            self.write()
            with h5py.File(self.path, "a") as file:
                del file[name]
            self.assert_fails(65, self.path, *name.rsplit("samples", 1)[-1:])
        self.write(config=None)
        self.assert_fails(65, self.path, "attribute config")

    def test_nothing_to_draw(self):
        make_synthetic.write(self.path, make_synthetic.sweep("a", "1d_exponential", 1.0, [1.0], [0], 6, 10))
        self.assert_fails(65, self.path, "liom_count >= 1")

    def test_unknown_figure(self):
        self.write(figure="fig9")
        self.assert_fails(65, self.path, "'fig9'", "--figure fig4")
        self.assertEqual(run_tool(self.path, "--figure", "fig4").returncode, 0)

    def test_usage(self):
        self.write()
        self.assert_fails(64, "--theory", arguments=["--theory", "guessed"])

    def test_folder_that_cannot_be_made(self):
        self.write()
        self.assert_fails(74, "cannot be written", "--output-dir", arguments=["--output-dir", self.path])

    def test_missing_module_names_the_packages(self):
        with open(os.path.join(self.folder, "h5py.py"), "w") as file:
            file.write("raise ImportError('No module named h5py')")
        done = run_tool(self.path, env={**os.environ, "PYTHONPATH": self.folder})
        self.assertEqual(done.returncode, 69)
        self.assertIn("apt-get install python3-h5py python3-matplotlib", done.stderr)


if __name__ == "__main__":
    unittest.main()
