"""Fig. 3 shows exactly the curves of results.h5.  /usr/bin/python3 -m unittest discover -s tests/plot"""

import math
import os
import unittest

from plot_case import PlotCase, drawn, run_tool

import h5py
import numpy

import fig3
import make_synthetic
from make_synthetic import spectra_points, sweep, write_spectra
from results_file import read_results

CURVE = "curves/spectral_thermal_tau_x_M"


class SpectrumCase(PlotCase):
    def write(self, points=None, **keywords):
        write_spectra(self.path, points or spectra_points(), **keywords)

    def figure(self):
        return fig3.draw(read_results(self.path))

    def edit(self, change):
        with h5py.File(self.path, "a") as file:
            change(file["ed/points/1"])


class Files(SpectrumCase):
    def test_two_runs_give_identical_bytes(self):
        self.write()
        self.assert_identical_bytes("fig3")

    def test_the_file_chooses_the_figure_and_the_option_overrules_it(self):
        self.write()
        for arguments, name in ([], "fig3"), (["--figure", "fig4"], "fig4"):
            self.assertIn(f"{name}.png\n", run_tool(self.path, *arguments).stdout)
        make_synthetic.write(self.path, spectra_points(), figure=None)  # neither figure nor curves
        self.assertIn("fig4.png\n", run_tool(self.path).stdout)


class Numbers(SpectrumCase):
    def assert_drawn(self, axis, group):
        histogram, = drawn(axis, "_spectrum")
        heights, edges, _ = histogram.get_data()
        x, width = group[CURVE]["x"][()], group[CURVE].attrs["bin_width"]
        numpy.testing.assert_array_equal(heights, group[CURVE]["mean"][()])
        numpy.testing.assert_allclose(edges[:-1], x - width / 2, rtol=0, atol=1e-12)
        numpy.testing.assert_allclose(edges[1:], x + width / 2, rtol=0, atol=1e-12)
        self.assertAlmostEqual(numpy.sum(heights * numpy.diff(edges)), 2 * math.pi, 10)

    def test_heights_and_edges_are_the_files(self):
        for bin_width in (None, 0.1):
            self.write(bin_width=bin_width)
            with h5py.File(self.path) as file:
                for index, axis in enumerate(self.figure().axes):
                    self.assert_drawn(axis, file[f"ed/points/{index}"])
                    for inset in axis.child_axes:
                        self.assert_drawn(inset, file[f"ed/points/{index}"])

    def test_the_band_is_the_standard_error(self):
        self.write(spectra_points(realizations=20))
        for point, axis in enumerate(self.figure().axes):
            band, = drawn(axis, "_band")
            with h5py.File(self.path) as file:
                mean, stderr = (file[f"ed/points/{point}/{CURVE}/{name}"][()] for name in ("mean", "stderr"))
            numpy.testing.assert_array_equal(band.get_data().values, mean + stderr)
            numpy.testing.assert_array_equal(band.get_data().baseline, mean - stderr)

    def test_one_curve_group_has_no_band(self):
        for realizations in (1, 5):
            self.write(spectra_points(realizations))
            self.assertEqual(drawn(self.figure().axes[0], "_band"), [])

    def test_the_bins_counted_in_the_width_are_marked(self):
        self.write()
        for point, axis in zip(read_results(self.path).points, self.figure().axes):
            marked, = drawn(axis, "_counted")
            self.assertEqual(numpy.count_nonzero(marked.get_data().values), point.mean)
            self.assertIn(rf"$\gamma$ = {point.mean:g} $\delta_E$", [text.get_text() for text in axis.texts])

    def test_bins_are_not_marked_where_the_width_counts_others(self):
        self.write(bin_width=0.1)  # widths always count bins of delta_E
        self.assertFalse(any(drawn(axis, "_counted") for axis in self.figure().axes))
        self.write(spectra_points(realizations=20))
        self.assertFalse(any(drawn(axis, "_counted") for axis in self.figure().axes))
        self.write()
        self.edit(lambda group: group["samples/width_over_spacing_tau_x_M"].write_direct(numpy.array([7.0])))
        thermal, localized = self.figure().axes
        self.assertEqual((len(drawn(thermal, "_counted")), len(drawn(localized, "_counted"))), (1, 0))

    def test_the_width_of_several_realizations_has_its_error(self):
        self.write(spectra_points(realizations=20))
        widths = read_results(self.path).points[1].widths
        words, = (text.get_text() for text in self.figure().axes[1].texts if "gamma" in text.get_text())
        mean, error = (float(word) for word in words.replace("(", " ").replace(")", " ").replace(r"$\pm$", " ").split()
                       if word.replace(".", "").isdigit())
        self.assertAlmostEqual(mean, widths.mean(), 2)
        self.assertAlmostEqual(error, widths.std(ddof=1) / math.sqrt(20), 2)

    def test_peaks_are_marked_at_twice_the_last_lioms_energy(self):
        self.write()
        self.edit(lambda group: group["samples/liom_energy"].write_direct(numpy.array([[9.0, 9.0, 9.0, -1.25]])))
        thermal, localized = self.figure().axes
        for axis, places in ((thermal, [-2.0, 2.0]), (localized, [2.5, -2.5])):
            self.assertEqual([line.get_xdata()[0] for line in drawn(axis, "_peak")], places)

    def test_several_realizations_mark_the_range_of_their_peaks(self):
        self.write(spectra_points(realizations=20))
        below, above = drawn(self.figure().axes[0], "_peak")
        numpy.testing.assert_allclose(above.get_xdata(), [2.0, 2.38])
        numpy.testing.assert_allclose(below.get_xdata(), [-2.38, -2.0])

    def test_given_energies_are_marked_as_those_of_one_realization(self):
        self.write(spectra_points(realizations=20))
        for energy in (0.0, 1.0):
            self.edit(lambda group: group["samples/liom_energy"].write_direct(numpy.full((20, 4), energy)))
            axis = self.figure().axes[1]
            self.assertEqual([list(line.get_xdata()) for line in drawn(axis, "_peak")],
                             [[-2 * energy] * 2, [2 * energy] * 2])
            self.assertEqual({text.get_ha() for text in axis.texts if "epsilon" in text.get_text()}, {"left", "right"})

    def test_a_file_without_liom_energies_has_no_marks(self):
        self.write()
        self.edit(lambda group: group.pop("samples/liom_energy"))
        thermal, localized = self.figure().axes
        self.assertEqual((len(drawn(thermal, "_peak")), len(drawn(localized, "_peak"))), (2, 0))
        self.assertEqual(run_tool(self.path).returncode, 0)


class Shapes(SpectrumCase):
    def test_the_narrow_peak_has_an_inset_clear_of_the_curve(self):
        self.write()
        figure = self.figure()
        figure.canvas.draw()
        thermal, localized = figure.axes
        self.assertEqual(thermal.child_axes, [])
        inset, = localized.child_axes
        low, high = inset.get_xlim()
        self.assertTrue(low < 2.0 < high and high - low < 1.0)
        bar, = drawn(inset, "_scale")
        self.assertAlmostEqual(numpy.ptp(bar.get_xdata()), read_results(self.path).points[1].level_spacing, 12)
        box = inset.get_tightbbox(figure.canvas.get_renderer())
        self.assertTrue(localized.bbox.x0 < box.x0 and box.x1 < localized.bbox.x1 and box.y1 < localized.bbox.y1)
        histogram, = drawn(localized, "_spectrum")
        path = histogram.get_transform().transform_path(histogram.get_path())
        self.assertFalse(path.intersects_bbox(box, filled=False))
        self.assertFalse(any(text.get_window_extent().overlaps(box) for text in localized.texts))

    def test_both_peaks_are_in_sight(self):
        self.write()
        self.edit(lambda group: group["samples/liom_energy"].write_direct(numpy.full((1, 4), 3.0)))
        for axis in self.figure().axes:
            self.assertTrue(axis.get_xlim()[0] < -6 and axis.get_xlim()[1] > 6)

    def test_titles_tell_the_points_apart_and_the_footer_says_the_rest(self):
        self.write()
        figure = self.figure()
        self.assertEqual([axis.texts[-1].get_text() for axis in figure.axes],
                         [r"thermal, $\xi$ = 4", r"localized, $\xi$ = 0.4"])
        footer = " ".join(text.get_text() for text in figure.texts)
        for fact in ("1D exponential", "$V_1$ = 1", "$M$ = 4", "$N$ = 6", "1 realization per point", "seed 1",
                     r"$\delta_E$ = 0.0457"):
            self.assertIn(fact, footer)

    def test_twelve_panels_and_a_message_for_more(self):
        points = [point for geometry in ("1d_stretched", "2d_exponential") for coupling in (0.5, 1.0) for point in
                  sweep("a rather long $name of a panel", geometry, coupling, [0.333, 2.885], [1, 5], 6, 10)]
        self.write(points)
        done = run_tool(self.path)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        figure = self.figure()
        self.assertEqual(len(figure.axes), 12)
        self.assertIn("first 12 of 16 points", " ".join(text.get_text() for text in figure.texts))
        self.assert_apart(figure)
        for axis in figure.axes:
            boxes = [text.get_window_extent() for text in axis.texts]
            for number, box in enumerate(boxes):
                self.assertTrue(axis.bbox.x0 - 1 <= box.x0 and box.x1 <= axis.bbox.x1 + 1)
                self.assertFalse(any(box.padded(-1).overlaps(other) for other in boxes[:number]))

    def test_explicit_lioms_and_points_without_one(self):
        self.write(make_synthetic.points_of("explicit"))
        figure = self.figure()
        self.assertEqual(len(figure.axes), 1)
        self.assertIn("explicit LIOMs", " ".join(text.get_text() for text in figure.texts))
        self.assertEqual(run_tool(self.path).returncode, 0)

    def test_an_empty_curve_is_drawn(self):
        self.write()
        self.edit(lambda group: group[f"{CURVE}/mean"].write_direct(numpy.zeros(group[f"{CURVE}/mean"].shape)))
        self.assertEqual(run_tool(self.path).returncode, 0)


class Failures(SpectrumCase):
    def test_no_file(self):
        self.assert_fails(74, self.path, "No such file")

    def test_nothing_to_draw(self):
        self.write(sweep("a", "1d_exponential", 1.0, [1.0], [0], 6, 1))
        self.assert_fails(65, "liom_count >= 1")

    def test_missing_pieces_are_named(self):
        for name in (CURVE, f"{CURVE}/x", f"{CURVE}/mean", f"{CURVE}/stderr"):
            self.write()
            self.edit(lambda group: group.pop(name))
            self.assert_fails(65, "/ed/points/1", name, "export")
        self.write()
        self.edit(lambda group: group[CURVE].attrs.pop("bin_width"))
        self.assert_fails(65, "bin_width")

    def test_what_is_no_histogram_is_refused(self):
        def replace(name, change):
            def edit(group):
                value = change(group[name][()])
                del group[name]
                group[name] = value
            return edit

        for edit, word in (
                (replace(f"{CURVE}/mean", lambda mean: mean[1:]), "one length"),
                (replace(f"{CURVE}/mean", lambda mean: mean - 1), ">= 0"),
                (replace(f"{CURVE}/mean", lambda mean: mean * math.nan), "finite"),
                (replace(f"{CURVE}/mean", lambda mean: [b"text"] * len(mean)), "numbers"),
                (replace(f"{CURVE}/x", lambda x: x * 1.01), "does not advance by bin_width"),
                (lambda group: group[CURVE].attrs.modify("bin_width", 0.0), "bin_width must be > 0"),
                (replace("samples/liom_energy", lambda energy: energy[:, 1:]), "[realizations, liom_count]")):
            self.write()
            self.edit(edit)
            self.assert_fails(65, "/ed/points/1", word)

    def test_folder_that_cannot_be_made(self):
        self.write()
        self.assert_fails(74, "cannot be written", arguments=["--output-dir", os.path.join(self.path, "below")])


if __name__ == "__main__":
    unittest.main()
