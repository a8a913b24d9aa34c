"""Fig. 6's statements on made-up ipt_summary.csv: the values that are known, and others."""

import csv
import os
import sys
import unittest

from paper_case import SOURCE, PaperCase, check_paper
from paper_checks import systems
from paper_checks.registry import IMPURITY
from paper_checks.verdict import AGREES, DISAGREES, UNDECIDED, judge
import mbl_results

sys.path.append(os.path.join(SOURCE, "tests", "plot"))
import make_synthetic_impurity  # noqa: E402

COLUMNS = ("coupling,interaction,temperature,localization_length,bubble_sites,liom_density,layer_rule,liom_count,seed,converged,"
           "iterations,residual,sum_rule,filling,matsubara_mismatch,eta_bias,narrowest_width,eta,step,distance_to_free,"
           "shape_distance_to_free,shape_correlation").split(",")
COUNTS = (3, 10, 55, 210, 465, 990, 2016, 5050, 10011)
FREE = (0.0, 0.0, 1.0)


def interacting(coupling, count):
    """(distance, shape distance, correlation): the known ones at the largest M, approached from 0.19, 0.12, 0.2."""
    last = (0.086, 0.0055, 0.9987) if coupling == 1.5 else (0.175, 0.090, 0.95)
    share = COUNTS.index(count) / (len(COUNTS) - 1)
    return tuple(first + (end - first) * share for first, end in zip((0.19, 0.12, 0.2), last))


def rows(counts=COUNTS, seeds=(1,), values=interacting, converged="1", sites=30):
    for seed in seeds:
        for coupling in (0.5, 1.5):
            for u in (2.0, 0.0):
                for count in counts:
                    numbers = values(coupling, count) if u else FREE
                    yield dict(zip(COLUMNS, (coupling, u, 2.0, 10.0, sites, 1.0, "n", count, seed, converged, 11, 1e-11, 1.0, 0.5, 1e-9,
                                             5e-6, 3e-5, 0.004, 0.002, *(number * (1 + 0.01 * seed) if number != 1 else 1
                                                                         for number in numbers[:2]), numbers[2])))


class Impurity(PaperCase):
    def write(self, made, *folder):
        with open(self.path(*folder, "ipt_summary.csv"), "w", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS)
            writer.writeheader()
            writer.writerows(made)

    def verdicts(self, made):
        self.write(made)
        system, *_ = systems.read_systems(self.folder)
        os.remove(self.path("ipt_summary.csv"))
        return {one.statement.key: one for one in judge(IMPURITY, system)}

    def assert_verdicts(self, found, **others):
        for key, one in found.items():
            expected = others.get(key, AGREES)
            self.assertEqual(one.verdict, expected, (key, one.number))

    def test_the_known_values(self):
        for seeds in ((1,), (1, 2, 3, 4, 5)):
            found = self.verdicts(rows(seeds=seeds))
            self.assert_verdicts(found, **{"identical to U = 0": DISAGREES, "suppressed by N": UNDECIDED})
            self.assertIn(f"the values differ by {8.6 * (1 + 0.01 * sum(seeds) / len(seeds)):.1f} %, the shapes by 0.6 %",
                          found["identical to U = 0"].evidence.remark)
            self.assertAlmostEqual(found["identical to U = 0"].number.estimate, 0.086 * (1 + 0.01 * sum(seeds) / len(seeds)), 12)

    def test_each_can_be_wrong(self):
        def strong_as_weak(coupling, count):
            return interacting(0.5, count)

        def weak_as_free(coupling, count):
            return (0.01, 0.01, 1.0) if coupling == 0.5 else interacting(1.5, count)

        def away(coupling, count):
            return interacting(coupling, COUNTS[::-1][COUNTS.index(count)])

        def identical(coupling, count):
            return (0.001, 0.001, 0.9999)

        for key, values in (("shape of U = 0", strong_as_weak), ("grows with V", strong_as_weak), ("weak back-action", weak_as_free),
                            ("grows with M", away)):
            self.assertEqual(self.verdicts(rows(values=values))[key].verdict, DISAGREES, key)
        self.assertEqual(self.verdicts(rows(values=identical))["identical to U = 0"].verdict, AGREES)

    def test_small_m_is_not_enough(self):
        found = self.verdicts(rows(counts=COUNTS[:6]))
        for key in ("weak back-action", "shape of U = 0", "identical to U = 0", "grows with V"):
            self.assertEqual((found[key].verdict, found[key].number), (UNDECIDED, None))
        self.assertEqual(found["grows with M"].verdict, AGREES)

    def test_what_did_not_converge_is_left_out_and_told(self):
        found = self.verdicts(rows(converged="0"))
        for one in found.values():
            self.assertEqual(one.verdict, UNDECIDED)
        self.assertIn("18 points that did not converge", found["shape of U = 0"].evidence.remark)

    def test_a_single_step_up_breaks_the_trend(self):
        def bump(coupling, count):
            distance, shape, correlation = interacting(coupling, count)
            return distance, shape + 0.02 * (coupling == 1.5 and count == 2016), correlation

        for seeds in ((1,), (1, 2, 3)):
            found = self.verdicts(rows(seeds=seeds, values=bump))["grows with M"]
            self.assertEqual(found.verdict, DISAGREES)
            self.assertIn("M = 990 to 2016", found.number.what)

    def test_seeds_are_compared_with_themselves(self):
        """What the draws have in common does not blur the trend."""
        made = list(rows(seeds=range(1, 6)))
        for row in made:
            row["shape_distance_to_free"] += 0.5 * row["seed"]
        found = self.verdicts(made)["grows with M"]
        self.assertEqual(found.verdict, AGREES)
        self.assertIn("5 seeds", found.number.what)

    def test_larger_bubbles(self):
        def nearer(factor):
            return lambda coupling, count: (*(factor * number for number in interacting(coupling, count)[:2]), 0.95)

        for factors, expected in (((1, 2, 3), AGREES), ((3, 2, 1), DISAGREES), ((1, 3, 2), DISAGREES)):
            for seeds in ((1,), (1, 2, 3)):
                made = [row for sites, factor in zip((30, 300, 3000), factors)
                        for row in rows(COUNTS[:6], seeds, nearer(factor), sites=sites)]
                found = self.verdicts(made)["suppressed by N"]
                self.assertEqual(found.verdict, expected, (factors, seeds))
                self.assertIn("V = 1.5, M = 990, N = ", found.number.what)

    def test_bubbles_with_the_shape_of_free_ones_need_no_order(self):
        """Below the limit of "the same shape" a step down is no back-action; above it, it is."""
        def at(shape):
            return lambda coupling, count: (0.1, shape, 0.95)

        for shapes, expected in (((0.0062, 0.0051, 0.015, 0.05), AGREES), ((0.0062, 0.03, 0.015, 0.05), DISAGREES),
                                 ((0.0062, 0.0051, 0.015, 0.005), DISAGREES)):
            made = [row for sites, shape in zip((10, 30, 100, 300), shapes) for row in rows(COUNTS[:6], values=at(shape), sites=sites)]
            self.assertEqual(self.verdicts(made)["suppressed by N"].verdict, expected, shapes)

    def test_headings_tell_what_is_not_the_papers(self):
        made = list(rows())
        self.write(made + [{**row, "temperature": 0.2, "bubble_sites": 300} for row in made])
        names = [system.name for system in systems.read_systems(self.folder)]
        self.assertEqual([name.partition(" (")[2] for name in names], ["", "the paper has another T and N)"])

    def test_campaigns_are_joined_and_other_parameters_kept_apart(self):
        made = list(rows())
        self.assertEqual(self.verdicts(made + made)["shape of U = 0"].number, self.verdicts(made)["shape of U = 0"].number)
        for column, value, word in (("temperature", "0.20000000000000001", "T = 0.2,"), ("interaction", 3.0, "U = 3,"),
                                    ("localization_length", 5.0, "xi = 5,"), ("bubble_sites", 300, "N = 300,"),
                                    ("liom_density", 2.0, "n_L = 2,"), ("layer_rule", "n-1", "layers = n-1")):
            self.write(made + [{**row, column: value} for row in made if row["interaction"]])
            found = systems.read_systems(self.folder)
            self.assertEqual([len(system.impurity_rows) for system in found], [18, 18])
            self.assertIn(word, found[1].name + ",")

    def test_what_converged_stays(self):
        made, failed = list(rows()), list(rows(converged="0"))
        os.makedirs(self.path("b"))
        for first, second in ((made, failed), (failed, made)):
            self.write(first)
            self.write(second, "b")
            system, = systems.read_systems(self.folder)
            self.assertEqual(system.files, [self.path("b", "ipt_summary.csv"), self.path("ipt_summary.csv")])
            self.assertEqual({row["converged"] for row in system.impurity_rows}, {"1"})

    def test_explicit_lioms_say_nothing(self):
        self.write([{**row, "coupling": "nan", "localization_length": "nan"} for row in rows()])
        self.assertEqual(systems.read_systems(self.folder), [])

    def test_a_table_that_does_not_tell_its_points_apart(self):
        self.write(list(rows()) + [{**row, "shape_distance_to_free": 0.2} for row in rows()])
        done = check_paper(self.folder)
        self.assertEqual(done.returncode, 65)
        self.assertIn("liom_bandwidth, which this table does not tell", done.stderr)

    def test_a_missing_column_is_named(self):
        with open(self.path("ipt_summary.csv"), "w") as stream:
            stream.write("coupling,interaction,liom_count,seed\n0.5,2,3,1\n")
        with self.assertRaisesRegex(mbl_results.ResultsError, "no column converged; write it again"):
            systems.read_systems(self.folder)

    def test_results_files_tell_bandwidth_and_hopping(self):
        points = make_synthetic_impurity.points_of("paper")
        other = make_synthetic_impurity.sweep("", coupling=[0.5, 1.5], interaction=[2.0, 0.0], liom_bandwidth=[2.0, 3.0])
        make_synthetic_impurity.write(self.path("results.h5"), points)
        self.write(rows())  # of the same folder: the same points, counted once
        system, = systems.read_systems(self.folder)
        self.assertEqual((system.files, len(system.impurity_rows)), ([self.path("results.h5")], 18))
        found = {one.statement.key: one for one in judge(IMPURITY, system)}
        self.assert_verdicts(found, **{"identical to U = 0": DISAGREES, "suppressed by N": UNDECIDED})
        make_synthetic_impurity.write(self.path("results.h5"), other)
        found = systems.read_systems(self.folder)
        self.assertEqual([(len(system.impurity_rows), "W = 3" in system.name) for system in found], [(18, False), (18, True)])
        table, = systems.read_systems(self.path("ipt_summary.csv"))  # named alone it is read
        self.assertEqual(table.name, found[0].name)

    def test_two_seeds_that_contradict_each_other_decide_nothing(self):
        made = list(rows(seeds=(1, 2)))
        for row in made:
            if row["seed"] == 2 and row["interaction"]:
                row["shape_distance_to_free"] = 0.3
        self.assertEqual(self.verdicts(made)["shape of U = 0"].verdict, UNDECIDED)


if __name__ == "__main__":
    unittest.main()
