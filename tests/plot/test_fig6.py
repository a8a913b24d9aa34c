"""Fig. 6 shows exactly the numbers of results.h5.  /usr/bin/python3 -m unittest discover -s tests/plot"""

import math
import os
import unittest

from plot_case import PlotCase, drawn, run_tool

import h5py
import numpy

import fig6
import layer_inset
from make_synthetic_impurity import COUNTS, points_of, sweep, write


def label(line):
    return line.get_label()


class Fig6Case(PlotCase):
    def figure(self):
        return fig6.draw(fig6.read(self.path))

    def footer(self, figure=None):
        lines = sorted((figure or self.figure()).texts, key=lambda text: -text.get_position()[1])
        return " ".join(text.get_text() for text in lines).replace("\u00a0", " ")

    def stored(self, name="plot_spectral_function", **parameters):
        """[points]: a dataset of every point with these attributes, in the file's order."""
        with h5py.File(self.path) as file:
            points = [file[f"ipt/points/{index}"] for index in range(len(file["ipt/points"]))]
            return numpy.array([point[name][()] for point in points
                                if all(point.attrs[key] == value for key, value in parameters.items())])

    def set_curve(self, index, values):
        with h5py.File(self.path, "a") as file:
            file[f"ipt/points/{index}/plot_spectral_function"][...] = values


class ThePapers(Fig6Case):
    def setUp(self):
        super().setUp()
        self.points = points_of("paper")
        write(self.path, self.points)

    def test_two_runs_give_identical_bytes(self):
        self.assert_identical_bytes("fig6")

    def test_each_curve_is_its_points(self):
        figure = self.figure()
        omega = self.stored("plot_frequency")[0]
        shown = ((0.5, COUNTS[:5]), (0.5, COUNTS[5:]), (1.5, COUNTS[:5]), (1.5, COUNTS[5:]))
        self.assertEqual(len(figure.axes), 4)
        for axis, letter, (coupling, counts) in zip(figure.axes, "abcd", shown):
            lines = drawn(axis, "_curve")
            self.assertEqual(list(map(label, lines)), [f"_curve $M$ = {count}" for count in counts])
            for line, count in zip(lines, counts):
                expected, = self.stored(coupling=coupling, interaction=2.0, liom_count=count)
                numpy.testing.assert_array_equal(line.get_xdata(), omega)
                numpy.testing.assert_array_equal(line.get_ydata(), expected)
                self.assertFalse(line.is_dashed())
            dashed = drawn(axis, "_free")
            self.assertEqual(len(dashed), 1 if letter in "bd" else 0)
            for line in dashed:
                expected, = self.stored(coupling=coupling, interaction=0.0, liom_count=10011)
                numpy.testing.assert_array_equal(line.get_ydata(), expected)
                self.assertTrue(line.is_dashed())
            self.assertIn(f"({letter}) $V$ = {coupling}", [text.get_text() for text in axis.texts])
            self.assertEqual(axis.get_xlim(), (-4.0, 4.0))

    def test_one_colour_per_liom_count(self):
        shades = {}
        for axis in self.figure().axes:
            for line in drawn(axis, "_curve"):
                shades.setdefault(label(line), set()).add(line.get_color())
        self.assertEqual([len(shade) for shade in shades.values()], [1] * 9)
        self.assertEqual(len(set.union(*shades.values())), 9)

    def test_smooth_curves_lie_on_top(self):
        for axis in self.figure().axes:
            orders = [line.get_zorder() for line in drawn(axis, "_curve")]
            self.assertEqual(orders, sorted(orders, reverse=True))
            self.assertEqual(len(set(orders)), len(orders))

    def test_halves_of_a_label_share_their_axis(self):
        one, two, three, four = (axis.get_ylim() for axis in self.figure().axes)
        self.assertEqual((one, three), (two, four))

    def test_the_quick_profile(self):
        write(self.path, points_of("quick"))
        self.assertEqual([[label(line) for line in drawn(axis, "_curve") + drawn(axis, "_free")] for axis in self.figure().axes[:2]],
                         [["_curve $M$ = 3", "_curve $M$ = 55"], ["_curve $M$ = 990", "_free $M$ = 990"]])

    def test_what_is_known_is_said(self):
        words = self.footer()
        self.assertIn("$V$ = 0.5, $M$ = 10011: the shape is another (distance of the shapes 9.0 %, correlation of the fine structure "
                      "0.9500), values differ by 17.5 %", words)
        self.assertIn("$V$ = 1.5, $M$ = 10011: the shape is that of $U$ = 0 (distance of the shapes 0.56 %, correlation of the fine "
                      "structure 0.9987), values 8.6 % lower", words)
        self.assertIn("$t$ = 1, $W$ = 2, $T$ = 2, $\\xi$ = 10, $N$ = 30, $n_L$ = 1, seed 1", words)
        self.assertIn("$h$ = 0.00195 with $\\eta$ = 0.00391", words)

    def test_many_comparisons_are_told_in_figures(self):
        write(self.path, sweep("", coupling=[0.5, 1.5], interaction=[2.0, 0.0], bubble_sites=[10, 30, 100], liom_count=[10011]))
        words = self.footer()
        self.assertNotIn("more", words)
        for sites in (10, 30, 100):
            self.assertIn(f"$V$ = 0.5, $N$ = {sites}, $M$ = 10011: 9.0 %, 0.9500, 17.5 %;", words)
            self.assertIn(f"$V$ = 1.5, $N$ = {sites}, $M$ = 10011: 0.56 %, 0.9987, 8.6 %: the shape of $U$ = 0", words)

    def test_higher_is_not_lower(self):
        """The sign is that of the curves; where they do not bear out the distance, no sign is given."""
        last = len(self.points) - len(COUNTS) - 1  # V = 1.5, U = 2, M = 10011
        self.assertEqual([self.points[last][name] for name in ("coupling", "interaction", "liom_count")], [1.5, 2.0, 10011])
        free, = self.stored(coupling=1.5, interaction=0.0, liom_count=10011)
        for factor, words in ((1.086, "values 8.6 % higher"), (1.01, "values differ by 8.6 %")):
            self.set_curve(last, factor * free)
            self.assertIn(words, self.footer())

    def test_the_limits_are_those_of_the_statements(self):
        from paper_checks.shape import ALIKE, SAME, same_shape
        self.assertTrue(same_shape(0.99 * SAME, ALIKE + 1e-4))
        for pair in ((1.01 * SAME, 1.0), (0.0, ALIKE - 1e-4), (math.nan, 1.0), (0.0, math.nan)):
            self.assertFalse(same_shape(*pair))

    def test_the_inset_shows_the_layers(self):
        axis = self.figure().axes[0]
        inset, = axis.child_axes
        for n in range(1, layer_inset.LAYERS + 1):
            lioms = drawn(inset, f"_liom {n}")
            self.assertEqual(len(lioms), n)
            for liom in lioms:
                self.assertAlmostEqual(math.hypot(*map(float, (liom.get_xdata()[0], liom.get_ydata()[0]))), n - 1, 12)
            for ring in drawn(inset, f"_layer {n}"):
                self.assertEqual((ring.get_radius(), ring.get_center()), (n - 1, (0, 0)))
        self.assertEqual(len(drawn(inset, "_layer")), layer_inset.LAYERS - 1)
        self.assertEqual(len(drawn(inset, "_bubble")), 1)
        positions = list(layer_inset.liom_positions("n-1"))
        self.assertEqual([sum(n == layer for layer, _, _ in positions) for n in range(1, 6)], [0, 1, 2, 3, 4])

    def test_the_inset_is_clear_of_the_curves(self):
        for height in (1.0, 3.0):
            for index, point in enumerate(self.points):
                if point["panel"] == "ab" and point["interaction"]:
                    self.set_curve(index, height * (1 + 0.1 * numpy.linspace(-1, 1, 401)))  # highest below the inset
            figure = self.figure()
            figure.canvas.draw()
            axis = figure.axes[0]
            box = axis.child_axes[0].get_window_extent()
            self.assertTrue(axis.bbox.x0 < box.x0 and box.x1 < axis.bbox.x1 and box.y1 < axis.bbox.y1)
            for line in drawn(axis, "_curve"):
                self.assertFalse(axis.transData.transform_path(line.get_path()).intersects_bbox(box, filled=False))

    def test_nothing_overlaps(self):
        write(self.path, self.points, lioms=[1, 7])
        self.assert_apart(self.figure())


class Generic(Fig6Case):
    def test_panels_by_coupling_and_seeds_as_mean_and_error(self):
        write(self.path, points_of("generic"))
        figure = self.figure()
        self.assertEqual(len(figure.axes), 2)
        for axis, coupling in zip(figure.axes, (0.5, 1.5)):
            self.assertIn(f"({'a' if coupling < 1 else 'b'}) $V$ = {coupling}", [text.get_text() for text in axis.texts])
            lines = drawn(axis, "_curve") + drawn(axis, "_free")
            self.assertEqual(len(lines), 8)
            for prefix, interaction in (("_curve", 2.0), ("_free", 0.0)):
                for temperature in (0.2, 2.0):
                    for count in (55, 990):
                        line, = (one for one in drawn(axis, prefix) if label(one) == f"{prefix} $T$ = {temperature:g}, $M$ = {count}")
                        seeds = self.stored(coupling=coupling, interaction=interaction, temperature=temperature, liom_count=count)
                        self.assertEqual(len(seeds), 3)
                        numpy.testing.assert_allclose(line.get_ydata(), seeds.mean(axis=0), rtol=1e-14)
                        self.assertEqual(line.is_dashed(), interaction == 0)
            band = next(one for one in axis.collections if one.get_label() == "_band $T$ = 2, $M$ = 990")
            seeds = self.stored(coupling=coupling, interaction=2.0, temperature=2.0, liom_count=990)
            error = seeds.std(axis=0, ddof=1) / math.sqrt(3)
            self.assertAlmostEqual(band.get_paths()[0].get_extents().y1, (seeds.mean(axis=0) + error).max(), 12)
        words = self.footer(figure)
        self.assertIn("mean over 3 seeds", words)
        self.assertIn("bands: standard error over seeds", words)

    def test_free_curves_have_their_partners_colour(self):
        write(self.path, points_of("generic"))
        for axis in self.figure().axes:
            for line in drawn(axis, "_free"):
                partner, = (one for one in drawn(axis, "_curve") if label(one) == label(line).replace("_free", "_curve"))
                self.assertEqual(line.get_color(), partner.get_color())

    def test_panels_by_label(self):
        points = sweep("cold $x", temperature=0.2, liom_count=[10, 55]) + sweep("hot", temperature=2.0, liom_count=[10, 55])
        write(self.path, points, figure="")
        done = run_tool(self.path)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertTrue(os.path.exists(os.path.join(self.folder, "fig6.png")))  # of a file that names no figure
        titles = [[text.get_text() for text in axis.texts] for axis in self.figure().axes]
        self.assertIn("cold \\$x", " ".join(titles[0]))
        self.assertIn("$T$ = 0.2", " ".join(titles[0]))
        self.assertIn("hot", " ".join(titles[1]))
        self.assertEqual([len(drawn(axis, "_curve")) for axis in self.figure().axes], [2, 2])

    def test_a_letter_pair_that_is_not_the_papers_is_a_panel(self):
        """Where more than M and U differ below it, halves by M would hide that."""
        write(self.path, sweep("ab", temperature=[0.2, 2.0], liom_count=[10, 55]))
        axis, = self.figure().axes
        self.assertEqual(len(drawn(axis, "_curve")), 4)

    def test_many_curves_are_split_by_liom_count(self):
        sizes = [10, 30, 100, 300, 1000]
        write(self.path, [point for panel, coupling in (("ab", 0.5), ("cd", 1.5)) for point in
                          sweep(panel, coupling=coupling, interaction=[2.0, 0.0], bubble_sites=sizes, liom_count=[55, 990, 10011])])
        figure = self.figure()
        self.assertEqual([[text.get_text() for text in axis.texts] for axis in figure.axes],
                         [[f"({letters[count]}) $V$ = {coupling}, $M$ = {count}"]
                          for letters, coupling in (({55: "a", 990: "b", 10011: "c"}, 0.5), ({55: "d", 990: "e", 10011: "f"}, 1.5))
                          for count in (55, 990, 10011)])
        for axis in figure.axes:
            self.assertEqual([label(line) for line in drawn(axis, "_curve")], [f"_curve $N$ = {sites}" for sites in sizes])
            self.assertEqual(len(drawn(axis, "_free")), 5)
        self.assertEqual(len({axis.get_ylim() for axis in figure.axes[:3]}), 1)
        self.assertEqual(len({axis.get_position().y0 for axis in figure.axes[:3]}), 1)  # a row
        self.assert_apart(figure)

    def test_free_curves_of_all_temperatures_are_one(self):
        write(self.path, sweep("", temperature=[0.2, 2.0], interaction=[2.0, 0.0], liom_count=[55]))
        figure = self.figure()
        self.assertEqual([line.get_color() for line in drawn(figure.axes[0], "_free")], ["black"] * 2)
        self.assertIn("$U$ = 0, any $T$", [text.get_text() for legend in figure.legends for text in legend.get_texts()])

    def test_explicit_lioms_are_not_drawn_at_random(self):
        for geometry, expected in (("explicit", 0), ("2d_layers", 1)):
            write(self.path, sweep("", geometry=geometry, liom_count=[5]))
            self.assertEqual(self.footer().count("one draw of the LIOM energies"), expected)

    def test_several_interactions(self):
        write(self.path, sweep("", interaction=[0.0, 1.0, 2.0, 4.0], liom_count=[55]))
        axis, = self.figure().axes
        self.assertEqual([label(line) for line in drawn(axis, "_curve")], ["_curve $U$ = 1", "_curve $U$ = 2", "_curve $U$ = 4"])
        self.assertEqual([label(line) for line in drawn(axis, "_free")], ["_free $U$ = 0"])
        self.assertIn("$U$ = 4, $M$ = 55", self.footer())

    def test_free_alone_is_not_dashed(self):
        write(self.path, sweep("", interaction=0.0, liom_count=[0, 55]))
        axis, = self.figure().axes
        self.assertEqual([line.is_dashed() for line in drawn(axis, "_curve")], [False, False])
        self.assertNotIn("Against", self.footer())

    def test_explicit_lioms_beside_layers(self):
        write(self.path, sweep("x", geometry="explicit", liom_count=[2, 5]) + sweep("x", liom_count=[2, 5]))
        axis, = self.figure().axes
        labels = {label(line) for line in drawn(axis, "_curve")}
        self.assertEqual(len(labels), 4)
        self.assertIn("_curve explicit LIOMs, $M$ = 2", labels)
        self.assertEqual(run_tool(self.path).returncode, 0)

    def test_what_is_cut_off_is_said(self):
        for end, expected in ((4.0, 0), (1.0, 1)):
            write(self.path, sweep("", liom_count=[55]), frequency=numpy.linspace(-end, end, 101))
            self.assertEqual(self.footer().count("go on beyond the frequencies that are plotted"), expected)

    def test_one_point_at_one_frequency(self):
        write(self.path, sweep("", liom_count=[3]), frequency=[0.25])
        self.assertEqual(run_tool(self.path).returncode, 0)

    def test_many_panels_and_curves(self):
        points = [point for number in range(14) for point in sweep(f"a rather long name, number {number}", bubble_sites=30 + number,
                                                                   interaction=[2.0, 0.0], liom_count=list(range(1, 16)))]
        write(self.path, points, frequency=numpy.linspace(-1, 1, 5))
        figure = self.figure()
        self.assertEqual(len(figure.axes), fig6.MOST_PANELS)
        self.assertEqual(len(drawn(figure.axes[0], "_curve")), fig6.MOST_CURVES)
        self.assertEqual(len(drawn(figure.axes[0], "_free")), fig6.MOST_CURVES)
        self.assertIn(f"{14 * 30 - 12 * 24} more curves are in results.h5", self.footer(figure))
        self.assert_apart(figure)

    def test_a_point_listed_twice_is_drawn_once(self):
        write(self.path, sweep("", liom_count=[3, 10, 10]))
        axis, = self.figure().axes
        self.assertEqual(len(drawn(axis, "_curve")), 2)
        self.assertEqual(list(axis.collections), [])  # no band: it is no second seed


class Lioms(Fig6Case):
    def test_asked_for_lioms_have_a_panel_each_label(self):
        write(self.path, points_of("paper"), lioms=[1, 7, 20000])
        figure = self.figure()
        self.assertEqual(len(figure.axes), 6)
        for axis, letter, coupling in zip(figure.axes[4:], "ef", (0.5, 1.5)):
            self.assertIn(f"({letter}) $V$ = {coupling}, $M$ = 10011", [text.get_text() for text in axis.texts])
            lines = drawn(axis, "_liom")
            self.assertEqual([label(line) for line in lines], ["_liom 0", "_liom 1", "_liom 7", "_liom 10010"])
            for line in lines:
                expected, = self.stored("liom_spectral_function/" + label(line).split()[1], coupling=coupling, interaction=2.0,
                                        liom_count=10011)
                numpy.testing.assert_array_equal(line.get_ydata(), expected)
            self.assertEqual(axis.get_yscale(), "log")
        self.assertIn("counted from 0", self.footer(figure))

    def test_one_may_stand_for_a_list(self):
        write(self.path, sweep("", liom_count=[55]), lioms=[7], config='{"spectral": {"liom": 7}}')
        self.assertEqual(len(self.figure().axes), 2)

    def test_first_and_last_alone_have_none(self):
        for lioms in ([], [0], [0, 10010], [20000]):
            write(self.path, sweep("", liom_count=[10011]), lioms=lioms)
            self.assertEqual(len(self.figure().axes), 1)

    def test_titles_without_the_papers_letters(self):
        for panel, titles in (("cold", ["cold, LIOMs, $M$ = 55"]), ("", ["(b) $M$ = 55"])):
            write(self.path, sweep(panel, liom_count=[10, 55]), lioms=[30])
            self.assertEqual([text.get_text() for text in self.figure().axes[1].texts], titles)

    def test_of_several_seeds_the_first(self):
        write(self.path, sweep("", liom_count=[55], seed=[3, 2]), lioms=[5])
        figure = self.figure()
        line, = (one for one in drawn(figure.axes[1], "_liom") if label(one) == "_liom 5")
        expected, = self.stored("liom_spectral_function/5", seed=2)
        numpy.testing.assert_array_equal(line.get_ydata(), expected)
        self.assertIn("of the first seed", self.footer(figure))

    def test_no_more_than_can_be_told_apart(self):
        write(self.path, sweep("", liom_count=[55]), lioms=list(range(30)))
        figure = self.figure()
        self.assertEqual(len(drawn(figure.axes[1], "_liom")), 8)
        self.assertIn("the first 8 of 31", self.footer(figure))


class NotConverged(Fig6Case):
    def test_left_out_and_named(self):
        write(self.path, sweep("", coupling=[0.5, 1.5], liom_count=[10, 55]), failed=[3])
        figure = self.figure()
        self.assertEqual([[label(line) for line in drawn(axis, "_curve")] for axis in figure.axes],
                         [["_curve $M$ = 10", "_curve $M$ = 55"], ["_curve $M$ = 10"]])
        self.assertIn("Left out, not converged: $V$ = 1.5, $M$ = 55.", self.footer(figure))

    def test_not_averaged(self):
        write(self.path, sweep("", liom_count=[10], seed=[1, 2, 3]), failed=[1])
        line, = drawn(self.figure().axes[0], "_curve")
        numpy.testing.assert_allclose(line.get_ydata(), self.stored()[[0, 2]].mean(axis=0), rtol=1e-14)
        self.assertIn("mean over 2 seeds", self.footer())
        self.assertIn("not converged: seed 2", self.footer())

    def test_a_failed_point_may_lack_its_arrays(self):
        write(self.path, sweep("", liom_count=[10, 55]), failed=[1])
        with h5py.File(self.path, "a") as file:
            for name in ("plot_spectral_function", "plot_frequency", "liom_spectral_function"):
                del file[f"ipt/points/1/{name}"]
        self.assertEqual(run_tool(self.path).returncode, 0)

    def test_many_are_counted(self):
        write(self.path, sweep("", liom_count=list(range(1, 12))), failed=range(10))
        self.assertIn("$M$ = 6; and 4 more.", self.footer())


class Failures(Fig6Case):
    def test_none_converged(self):
        write(self.path, sweep("", liom_count=[3, 10]), failed=[0, 1])
        self.assert_fails(65, "none of 2 points has converged", "raise grid.iteration_limit")

    def test_a_missing_curve_is_named(self):
        write(self.path, points_of("quick"))
        with h5py.File(self.path, "a") as file:
            del file["ipt/points/2/plot_spectral_function"]
        self.assert_fails(65, "/ipt/points/2", "plot_spectral_function is missing", "export")

    def test_seeds_at_other_frequencies(self):
        write(self.path, sweep("", liom_count=[3], seed=[1, 2]))
        with h5py.File(self.path, "a") as file:
            file["ipt/points/1/plot_frequency"][0] = -5
        self.assert_fails(65, "/ipt/points/1", "no average")

    def test_a_file_of_the_other_model(self):
        import make_synthetic
        make_synthetic.write(self.path, make_synthetic.points_of("one_point"))
        self.assert_fails(65, "impurity model", arguments=["--figure", "fig6"])
        write(self.path, points_of("quick"))
        self.assert_fails(65, "goe_bubble", "--figure fig6", arguments=["--figure", "fig4"])
        write(self.path, points_of("quick"), figure="fig9")
        self.assert_fails(65, "'fig9'", "--figure fig6")

    def test_no_points(self):
        write(self.path, [])
        self.assert_fails(65, "no /ipt/points")


if __name__ == "__main__":
    unittest.main()
