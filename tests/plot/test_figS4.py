"""Fig. S4 shows exactly the numbers of results.h5, and where its curves cross.  /usr/bin/python3 -m unittest discover -s tests/plot"""

import math
import unittest

from plot_case import PlotCase, drawn, run_tool

import h5py
import numpy

import figS4
from crossings import find_crossings
from make_synthetic import sweep, write_observables
from results_file import mbl_results, read_results

LENGTHS = [0.4, 0.6, 0.8, 1, 1.5, 2, 2.885, 4, 8]
PANELS = (("a", "2d_exponential"), ("b", "1d_exponential"), ("c", "1d_stretched"))


def points_of(realizations=20, lengths=LENGTHS, lioms=range(0, 5)):
    return [point for panel, geometry in PANELS for point in sweep(panel, geometry, 1.0, lengths, lioms, 6, realizations)]


class FigS4Case(PlotCase):
    def write(self, points=None, where=2.9, **root):
        """Entropies whose curves of all M cross at `where` in panel b, at a quarter of it in c."""
        write_observables(self.path, points or points_of(), figure="figS4", **root)
        draw = numpy.random.default_rng(3)
        with h5py.File(self.path, "a") as file:
            for group in file["ed/points"].values():
                if group.attrs["liom_count"] == 0:
                    continue
                place = where / (4 if group.attrs["geometry"] == "1d_stretched" else 1)
                mean = 0.4 + 0.05 * group.attrs["liom_count"] * math.log(group.attrs["localization_length"] / place)
                group["samples/entropy_tau_M"][...] = mean + 0.01 * draw.normal(size=group.attrs["realizations"])

    def figure(self):
        return figS4.draw(read_results(self.path))


class Numbers(FigS4Case):
    def test_entropies_and_gap_ratios(self):
        self.write()
        wanted = {}
        with h5py.File(self.path) as file:
            for group in file["ed/points"].values():
                for name in ("entropy_tau_M", "gap_ratio"):
                    if group.attrs["liom_count"]:
                        values = group[f"samples/{name}"][()]
                        wanted[name, group.attrs["panel"], group.attrs["liom_count"], group.attrs["localization_length"]] = (
                            values.mean(), values.std(ddof=1) / math.sqrt(len(values)))
        axes, seen = self.figure().axes, 0
        self.assertEqual(len(axes), 6)
        for number, axis in enumerate(axes):
            self.assertEqual(axis.get_xscale(), "log")
            for container in drawn(axis, "_curve"):
                count = int(container.get_label().split()[1])
                line, _, (bars,) = container
                for (xi, mean), segment in zip(numpy.transpose(line.get_data()), bars.get_segments()):
                    key = ("gap_ratio" if number > 2 else "entropy_tau_M", "abc"[number % 3], count, xi)
                    self.assertAlmostEqual(mean, wanted[key][0], 12)
                    self.assertAlmostEqual((segment[1][1] - segment[0][1]) / 2, wanted[key][1], 12)
                    seen += 1
        self.assertEqual(seen, len(wanted))

    def test_references(self):
        self.write()
        axes = self.figure().axes
        for axis, values in ((axes[0], [math.log(2)]), (axes[3], [2 * math.log(2) - 1, 0.5307])):
            self.assertEqual([line.get_ydata()[0] for line in drawn(axis, "_reference")], values)

    def test_crossings_are_marked_in_the_insets_and_told(self):
        self.write()
        figure = self.figure()
        self.assertEqual([len(axis.child_axes) for axis in figure.axes], [0, 1, 1, 0, 0, 0])
        footer = " ".join(text.get_text() for text in reversed(figure.texts))
        results = read_results(self.path).raw
        for panel, geometry, axis in (("b", "1d_exponential", figure.axes[1]), ("c", "1d_stretched", figure.axes[2])):
            found = find_crossings(results.select(panel=panel, geometry=geometry), "entropy_tau_M")
            self.assertEqual([one.status for one in found], ["crossing"] * 3)
            self.assertEqual([line.get_xdata()[0] for line in drawn(axis.child_axes[0], "_crossing")],
                             [one.length for one in found])
            for one in found:
                self.assertIn(f"M = {one.lower}: {figS4.with_error(one.length, one.error)}", footer)

    def test_values_with_their_error(self):
        for value, error, words in ((3.4134, 0.123, "3.41(12)"), (0.7, 0.04, "0.700(40)"), (3.4134, 0.0996, "3.41(10)"),
                                    (120.3, 25.2, "120(25)"), (2.5, math.nan, "2.5 (no error)")):
            self.assertEqual(figS4.with_error(value, error), words)


class Shapes(FigS4Case):
    def test_two_runs_give_identical_bytes(self):
        self.write()
        self.assert_identical_bytes("figS4")

    def test_nothing_overlaps(self):
        self.write()
        figure = self.figure()
        self.assert_apart(figure)
        for axis in figure.axes[1:3]:
            box = axis.child_axes[0].get_tightbbox(figure.canvas.get_renderer())
            self.assertTrue(axis.bbox.x0 < box.x0 and box.x1 < axis.bbox.x1 and box.y1 < axis.bbox.y1)
            for container in drawn(axis, "_curve"):
                path = axis.transData.transform_path(container[0].get_path())
                self.assertFalse(path.intersects_bbox(box, filled=False))

    def test_a_panel_of_one_length_is_left_out(self):
        self.write(points_of() + sweep("V1 = 2", "1d_stretched", 2.0, [0.6], range(1, 5), 6, 20))
        self.assertEqual(len(self.figure().axes), 6)

    def test_one_realization_has_neither_error_bars_nor_crossings(self):
        self.write(points_of(realizations=1))
        self.assertEqual(run_tool(self.path).returncode, 0)
        figure = self.figure()
        self.assertFalse(any(container.has_yerr for axis in figure.axes for container in drawn(axis, "_curve")))
        self.assertIn("no error bars", " ".join(text.get_text() for text in figure.texts))

    def test_own_draws_at_every_point(self):
        """Without shared disorder nothing cancels: the crossings are the same, their errors are not."""
        errors = []
        for shared in (True, False):
            self.write(config=f'{{"seed": 1, "shared_disorder": {str(shared).lower()}}}')
            with h5py.File(self.path, "a") as file:
                for index, group in file["ed/points"].items():
                    group.attrs["identity"] = index
                    if group.attrs["liom_count"]:
                        common = 0.05 * numpy.random.default_rng(9).normal(size=group.attrs["realizations"])
                        group["samples/entropy_tau_M"][...] += common - common.mean()
            results = read_results(self.path).raw
            errors.append(find_crossings(results.select(panel="b"), "entropy_tau_M",
                                         stream_of=lambda point, shared=shared: mbl_results.bootstrap_stream(point, shared))[0])
            self.figure()
        self.assertEqual([one.status for one in errors][0], "crossing")
        self.assertFalse(errors[1].stderr < 1.5 * errors[0].stderr)  # or NaN, where replicas no longer cross


class Failures(FigS4Case):
    def test_nothing_to_draw(self):
        self.write(points_of(lengths=[1.0]))
        self.assert_fails(65, "several xi")


if __name__ == "__main__":
    unittest.main()
