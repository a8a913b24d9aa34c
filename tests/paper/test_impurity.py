"""Fig. 6's statements on made-up ipt_summary.csv: the values that are known, and others."""

import csv
import os
import unittest

from paper_case import PaperCase
from paper_checks import systems
from paper_checks.registry import IMPURITY
from paper_checks.verdict import AGREES, DISAGREES, UNDECIDED, judge

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


def rows(counts=COUNTS, seeds=(1,), values=interacting, converged="1"):
    for seed in seeds:
        for coupling in (0.5, 1.5):
            for u in (2.0, 0.0):
                for count in counts:
                    numbers = values(coupling, count) if u else FREE
                    yield dict(zip(COLUMNS, (coupling, u, 2.0, 10.0, 30, 1.0, "n", count, seed, converged, 11, 1e-11, 1.0, 0.5, 1e-9,
                                             5e-6, 3e-5, 0.004, 0.002, *(number * (1 + 0.01 * seed) if number != 1 else 1
                                                                         for number in numbers[:2]), numbers[2])))


class Impurity(PaperCase):
    def verdicts(self, made):
        with open(self.path("ipt_summary.csv"), "w", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS)
            writer.writeheader()
            writer.writerows(made)
        system, = systems.read_systems(self.folder)
        os.remove(self.path("ipt_summary.csv"))
        return {one.statement.key: one for one in judge(IMPURITY, system)}

    def assert_verdicts(self, found, **others):
        for key, one in found.items():
            expected = others.get(key, AGREES)
            self.assertEqual(one.verdict, expected, (key, one.number))

    def test_the_known_values(self):
        for seeds in ((1,), (1, 2, 3, 4, 5)):
            found = self.verdicts(rows(seeds=seeds))
            self.assert_verdicts(found, **{"identical to U = 0": DISAGREES})
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

    def test_campaigns_are_joined_and_other_parameters_kept_apart(self):
        made = list(rows())
        self.assertEqual(self.verdicts(made + made)["shape of U = 0"].number, self.verdicts(made)["shape of U = 0"].number)
        with open(self.path("ipt_summary.csv"), "w", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS)
            writer.writeheader()
            writer.writerows(made + [{**row, "temperature": 0.2} for row in made])
        found = systems.read_systems(self.folder)
        self.assertEqual([len(system.impurity_rows) for system in found], [18, 18])
        self.assertIn("T = 0.2", found[1].name)

    def test_two_seeds_that_contradict_each_other_decide_nothing(self):
        made = list(rows(seeds=(1, 2)))
        for row in made:
            if row["seed"] == 2 and row["interaction"]:
                row["shape_distance_to_free"] = 0.3
        self.assertEqual(self.verdicts(made)["shape of U = 0"].verdict, UNDECIDED)


if __name__ == "__main__":
    unittest.main()
