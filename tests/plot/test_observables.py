"""Figs. 5, S1, S2, S3 show exactly the numbers of results.h5.  /usr/bin/python3 -m unittest discover -s tests/plot"""

import math
import unittest

from plot_case import PlotCase, drawn, run_tool

import h5py
import numpy

import fig5
import figS1
import figS2
import figS3
from make_synthetic import points_of_figure, sweep, write_observables
from results_file import read_results

FIGURES = {"fig5": fig5, "figS1": figS1, "figS2": figS2, "figS3": figS3}


class ObservablesCase(PlotCase):
    def write(self, figure, points=None, **keywords):
        write_observables(self.path, points or points_of_figure(figure, **keywords), figure=figure)

    def figure(self, name):
        return FIGURES[name].draw(read_results(self.path))

    def footer(self, figure):
        return " ".join(text.get_text() for text in figure.texts)

    def assert_error_bars(self, name, series, expected):
        """Every curve of every panel: M, mean and error. @param expected  (group) -> (mean, stderr), or None"""
        by_key, seen = {}, 0
        with h5py.File(self.path) as file:
            for group in file["ed/points"].values():
                key = tuple(group.attrs[part] for part in ("panel", "localization_length", "liom_count"))
                by_key[key] = expected(group)
        for panel, axis in zip("abc", self.figure(name).axes):
            for container in drawn(axis, f"_{series}"):
                xi = float(container.get_label().split()[1].split("=")[1])
                line, _, (bars,) = container
                for (count, mean), segment in zip(numpy.transpose(line.get_data()), bars.get_segments()):
                    self.assertAlmostEqual(mean, by_key[panel, xi, count][0], 12)
                    self.assertAlmostEqual((segment[1][1] - segment[0][1]) / 2, by_key[panel, xi, count][1], 12)
                    seen += 1
        self.assertEqual(seen, sum(value is not None for key, value in by_key.items() if len(key[0]) == 1))


def statistics(name):
    def read(group):
        if name not in group:
            return None
        samples = group[name][()]
        return samples.mean(), samples.std(ddof=1) / math.sqrt(len(samples))
    return read


class Files(ObservablesCase):
    def test_two_runs_give_identical_bytes(self):
        self.write("figS3")
        self.assert_identical_bytes("figS3")

    def test_every_figure_is_drawn_from_the_command_line(self):
        for name in FIGURES:
            self.write(name)
            done = run_tool(self.path)
            self.assertEqual((done.returncode, done.stderr), (0, ""), name)
            self.assertIn(f"{name}.png\n", done.stdout)


class Numbers(ObservablesCase):
    def test_absorbed_lioms(self):
        self.write("fig5")
        self.assert_error_bars("fig5", 0, statistics("samples/absorbed_lioms_sigma_z_N"))

    def test_entropies(self):
        self.write("figS3")
        self.assert_error_bars("figS3", 0, statistics("samples/entropy_tau_M"))
        for axis in self.figure("figS3").axes:
            line, = drawn(axis, "_reference")
            self.assertAlmostEqual(line.get_ydata()[0], math.log(2), 15)

    def test_integrals_with_both_bins(self):
        self.write("figS2")
        for series, name in enumerate(("typical_integral_sigma_x_1", "typical_integral_wide_sigma_x_1")):
            self.assert_error_bars("figS2", series, lambda group: tuple(
                float(group[f"integrals/{name}/{part}"][()]) for part in ("mean", "stderr")))

    def test_insets_are_the_distributions(self):
        self.write("fig5")
        figure = self.figure("fig5")
        self.assertEqual([len(axis.child_axes) for axis in figure.axes], [1, 0, 1])
        with h5py.File(self.path) as file:
            for panel, axis in (("inset a", figure.axes[0]), ("inset c", figure.axes[2])):
                inset, = axis.child_axes
                groups = [group for group in file["ed/points"].values() if group.attrs["panel"] == panel]
                self.assertEqual(len(drawn(inset, "_density")), len(groups))
                for group in groups:
                    curve = group["curves/thouless_density_sigma_z_N"]
                    line, = drawn(inset, f"_density {group.attrs['liom_count']}")
                    band, = drawn(inset, f"_band {group.attrs['liom_count']}")
                    numpy.testing.assert_array_equal(line.get_data().values, curve["mean"][()])
                    numpy.testing.assert_allclose(line.get_data().edges[1:] - 0.125, curve["x"][()], atol=1e-12)
                    numpy.testing.assert_array_equal(band.get_data().values, curve["mean"][()] + curve["stderr"][()])

    def test_spectral_functions(self):
        self.write("figS1")
        axes = self.figure("figS1").axes
        self.assertEqual(len(axes), 8)
        names = ["spectral_typical_sigma_x_1", "spectral_thermal_sigma_x_1", "spectral_typical_tau_x_M",
                 "spectral_realization_0_tau_x_M"]
        with h5py.File(self.path) as file:
            for number, axis in enumerate(axes):
                panel, name = ("left", "right")[number % 2], names[number // 2]
                groups = [group for group in file["ed/points"].values()
                          if group.attrs["panel"] == panel and f"curves/{name}" in group]
                self.assertEqual(len(drawn(axis, "_curve")), len(groups))
                for group in groups:
                    line, = drawn(axis, f"_curve {group.attrs['liom_count']}")
                    numpy.testing.assert_array_equal(line.get_data().values, group[f"curves/{name}/mean"][()])
                self.assertEqual(len(drawn(axis, "_band")), 0 if "realization_0" in name else len(groups))
                letter = "abcdefgh"[number]
                self.assertTrue(axis.get_title("left").startswith(f"({letter}) "))
                self.assertIn((r"$\xi$ = 0.4", r"$\xi$ = 4")[number % 2], axis.get_title("left"))


class Shapes(ObservablesCase):
    def test_nothing_overlaps(self):
        for name in FIGURES:
            for paper in (False, True):
                self.write(name, paper=paper)
                self.assert_apart(self.figure(name))

    def test_curves_stay_clear_of_the_insets(self):
        for paper in (False, True):
            self.write("fig5", paper=paper)
            figure = self.figure("fig5")
            figure.canvas.draw()
            for axis in (figure.axes[0], figure.axes[2]):
                box = axis.child_axes[0].get_tightbbox(figure.canvas.get_renderer())
                self.assertTrue(axis.bbox.x0 < box.x0 and box.x1 < axis.bbox.x1 and box.y1 < axis.bbox.y1)
                for container in drawn(axis, "_0"):
                    for line in (container[0], *container[2]):
                        paths = [line.get_path()] if hasattr(line, "get_xdata") else line.get_paths()
                        for path in paths:
                            self.assertFalse(axis.transData.transform_path(path).intersects_bbox(box, filled=False))

    def test_an_inset_without_its_panel_is_left_out(self):
        self.write("fig5", [point for point in points_of_figure("fig5") if point["panel"] in "ab" or
                            point["panel"] == "inset c"])
        self.assertEqual([len(axis.child_axes) for axis in self.figure("fig5").axes], [0, 0])

    def test_one_realization_has_no_error_bars(self):
        for name in FIGURES:
            self.write(name, points_of_figure(name, realizations=1))
            self.assertEqual(run_tool(self.path).returncode, 0)
            figure = self.figure(name)
            for axis in figure.axes:
                for inset in axis.child_axes:
                    self.assertEqual(drawn(inset, "_band"), [])
                self.assertEqual(drawn(axis, "_band"), [])
                self.assertFalse(any(container.has_yerr for container in drawn(axis, "_0")))
        self.assertIn("no error bars", self.footer(figure))

    def test_points_without_lioms_are_part_of_bubble_observables(self):
        self.write("figS2")
        self.assertEqual(self.figure("figS2").axes[0].get_xticks()[0], 0)
        self.write("figS3")
        self.assertEqual(self.figure("figS3").axes[0].get_xticks()[0], 1)
        self.write("fig5")
        self.assertEqual(self.figure("fig5").axes[0].get_xticks()[0], 1)

    def test_any_panels_and_couplings(self):
        points = [point for number in range(4) for coupling in (0.5, 1.0) for point in sweep(
            f"sweep {number} with a rather long $name", "1d_exponential", coupling, [0.3, 1.0], range(0, 10, 3), 5, 10)]
        points += sweep("", "2d_exponential", 1.0, [2.0], [0, 1], 6, 10)
        for name in FIGURES:
            write_observables(self.path, points, figure=name)
            done = run_tool(self.path)
            self.assertEqual((done.returncode, done.stderr), (0, ""), name)
            self.assert_apart(self.figure(name))

    def test_more_columns_than_fit_are_named(self):
        points = [point for number in range(5) for point in sweep(f"{number}", "2d_exponential", 1.0, [1.0], [1], 6, 10)]
        write_observables(self.path, points, figure="figS1")
        figure = self.figure("figS1")
        self.assertEqual(len(figure.axes), 12)
        self.assertIn("results.h5 holds the others", self.footer(figure))


class Failures(ObservablesCase):
    def test_nothing_to_draw(self):
        for name, words in (("fig5", "liom_count"), ("figS1", "liom_count >= 1"), ("figS3", "liom_count >= 1")):
            write_observables(self.path, sweep("a", "1d_exponential", 1.0, [1.0], [0], 6, 10), figure=name)
            self.assert_fails(65, words)

    def test_missing_pieces_are_named(self):
        for name, piece in (("figS1", "curves/spectral_typical_sigma_x_1"), ("fig5", "curves/thouless_density_sigma_z_N"),
                            ("figS2", "integrals/typical_integral_sigma_x_1/stderr")):
            self.write(name)
            with h5py.File(self.path, "a") as file:
                for group in file["ed/points"].values():
                    del group[piece]
            self.assert_fails(65, piece)

    def test_numbers_that_are_none_are_refused(self):
        self.write("figS3")
        with h5py.File(self.path, "a") as file:
            file["ed/points/1/samples/entropy_tau_M"][0] = math.nan
        self.assert_fails(65, "/ed/points/1", "non-finite")


if __name__ == "__main__":
    unittest.main()
