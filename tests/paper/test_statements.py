"""Each statement on made-up data that agree with it, on data that do not, and on too few data."""

import dataclasses
import math
import unittest

import paper_case  # noqa: F401
import synthetic
from mbl_results import Estimate
from paper_checks.registry import DIAGONALIZATION
from paper_checks.systems import DECOUPLED, DEEP, HYBRIDIZED, golden_rule
from paper_checks.verdict import AGREES, DISAGREES, UNDECIDED, judge

LOG2 = math.log(2)
WIDTH, ENTROPY, RATIO = "width_over_spacing_tau_x_M", "entropy_tau_M", "gap_ratio"
MISPRINT = "Eq. 7 as printed"


def verdicts(system):
    return {one.statement.key: one for one in judge(DIAGONALIZATION, system)}


def changed(system, change):
    """@param change  (point, samples, integrals, theory), copies that it may edit"""
    points = []
    for point in system.points:
        copies = dict(point.samples), dict(point.integrals), dict(point.theory)
        change(point, *copies)
        points.append(dataclasses.replace(point, samples=copies[0], integrals=copies[1], theory=copies[2]))
    return dataclasses.replace(system, points=points)


def scaled(name, factor, wanted=lambda point: True):
    def change(point, samples, integrals, theory):
        if name in samples and wanted(point):
            samples[name] = samples[name] * factor(point) if callable(factor) else samples[name] * factor
    return change


def shifted(name, step, wanted=lambda point: True):
    def change(point, samples, integrals, theory):
        if name in samples and wanted(point):
            samples[name] = samples[name] + (step(point) if callable(step) else step)
    return change


def integral(name, value):
    def change(point, samples, integrals, theory):
        integrals[f"{name}_sigma_x_1"] = Estimate(value(point), 0.002)
    return change


def chain(point):
    return point.geometry == "1d_exponential" and point.coupling == 1


def flat_chain_widths(point, samples, integrals, theory):
    if chain(point) and WIDTH in samples:
        samples[WIDTH] = samples[WIDTH] / samples[WIDTH].mean() * (30 - 2 * point.liom_count)


def rising_chain_widths(point, samples, integrals, theory):
    if chain(point) and WIDTH in samples:
        samples[WIDTH] = samples[WIDTH] / samples[WIDTH].mean() * (10 + 2 * point.liom_count)


def crossing_at(where):
    """Entropies of the geometry whose curves of all M cross at one xi."""
    def change(geometry):
        def edit(point, samples, integrals, theory):
            if point.geometry == geometry and ENTROPY in samples:
                slope = 0.08 * point.liom_count * math.log(point.localization_length / where)
                samples[ENTROPY] = samples[ENTROPY] - samples[ENTROPY].mean() + 0.3 + slope
        return edit
    return change


# What has to be done to data that agree, for each statement to be wrong.
BREAKS = {
    "peaks": shifted("liom_energy", lambda point: 0.3 + 0.02 * point.liom_count),
    "floor": scaled(WIDTH, 1.5, lambda point: golden_rule(point) < DECOUPLED),
    "hybridized": scaled(WIDTH, 0.1),
    "rising": flat_chain_widths,
    "falling": rising_chain_widths,
    "non-monotonic": scaled(WIDTH, lambda point: 0.3**point.liom_count),
    "stronger coupling": scaled(WIDTH, 0.3, lambda point: point.coupling == 2),
    "Eq. 6, 1D": scaled(WIDTH, lambda point: 1.5**(point.liom_count - 1)),
    "Eq. 6, 2D": scaled(WIDTH, lambda point: 1.5**(point.liom_count - 1)),
    "Eq. 7": scaled(WIDTH, lambda point: 1.5**(point.liom_count - 1)),
    "golden rule": scaled(WIDTH, 1.6),
    "absorbed": shifted("absorbed_lioms_sigma_z_N", 0.8),
    "not absorbed": shifted("absorbed_lioms_sigma_z_N", 2.0),
    "broadening": shifted("thouless_std_sigma_z_N", lambda point: -0.4 * point.liom_count),
    "shift": shifted("thouless_std_sigma_z_N", lambda point: 0.4 * point.liom_count),
    "other operator": shifted("thouless_mean_sigma_z_N_tau_z_1", lambda point: 0.3 * point.liom_count),
    "I grows": integral("typical_integral_wide", lambda point: 0.9 - 0.1 * point.liom_count),
    "I collapses": integral("typical_integral", lambda point: 0.1 + 0.1 * point.liom_count),
    "thermal function": integral("thermal_integral", lambda point: 0.95 - 0.1 * point.liom_count),
    "bound": integral("typical_integral", lambda point: 1.2),
    "S collapses": shifted(ENTROPY, 0.2, lambda point: golden_rule(point) < DEEP),
    "S falls": shifted(ENTROPY, lambda point: 0.3 * point.liom_count),
    "layers": shifted(ENTROPY, lambda point: -0.3 * point.liom_count),
    "S saturates": scaled(ENTROPY, 0.8),
    "bath spin maximal": shifted("entropy_sigma_N", -0.2),
    "bath spin thermal": scaled("entropy_sigma_N", lambda point: 1 - 4 / 2**(point.bubble_spins + point.liom_count)),
    "crossing": crossing_at(1.2)("1d_exponential"),
    "no transition": crossing_at(2.9)("1d_stretched"),
    "r in between": shifted(RATIO, 0.2),
    "r thermal": shifted(RATIO, -0.05),
    "r localized": shifted(RATIO, lambda point: 0.05 * point.liom_count),
}


class Statements(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.good = synthetic.system()
        cls.found = verdicts(cls.good)

    def test_all_agree_with_data_that_agree_but_the_misprint(self):
        for key, one in self.found.items():
            with self.subTest(key, number=one.number, p=(one.p_agree, one.p_disagree)):
                self.assertEqual(one.verdict, DISAGREES if key == MISPRINT else AGREES)

    def test_each_disagrees_with_data_that_do_not(self):
        self.assertEqual(set(BREAKS), set(self.found) - {MISPRINT})
        for key, change in BREAKS.items():
            with self.subTest(key):
                one, = judge([statement for statement in DIAGONALIZATION if statement.key == key], changed(self.good, change))
                self.assertEqual(one.verdict, DISAGREES, (one.number, one.evidence.remark))

    def test_curves_that_do_not_cross_where_they_should_disagree(self):
        """The larger system above everywhere, or below: no crossing is seen, and that is a disagreement of the chain. Above everywhere is
        what the stretched model has beyond its crossing; below is not."""
        for where, stretched in ((0.01, AGREES), (300.0, DISAGREES)):
            for geometry, key, expected in (("1d_exponential", "crossing", DISAGREES), ("1d_stretched", "no transition", stretched)):
                one = verdicts(changed(self.good, crossing_at(where)(geometry)))[key]
                self.assertIn("everywhere", one.evidence.remark)
                self.assertEqual(one.verdict, expected, (where, key, one.number))

    def test_the_printed_eq_7_agrees_with_data_made_of_it(self):
        def misprint(point, samples, integrals, theory):
            if point.geometry == "1d_stretched" and WIDTH in samples:
                samples[WIDTH] = samples[WIDTH] * theory["printed"] / samples[WIDTH].mean()
        self.assertEqual(verdicts(changed(self.good, misprint))[MISPRINT].verdict, AGREES)

    def test_one_realization_decides_nothing(self):
        def first(point, samples, integrals, theory):
            samples.update({name: values[:1] for name, values in samples.items()})
            integrals.update({name: Estimate(value.mean, math.nan) for name, value in integrals.items()})
        for key, one in verdicts(changed(self.good, first)).items():
            if key != "peaks":  # of realization 0 alone, over M
                self.assertEqual(one.verdict, UNDECIDED, key)

    def test_an_empty_system_decides_nothing(self):
        for key, one in verdicts(dataclasses.replace(self.good, points=[])).items():
            self.assertEqual((one.verdict, one.number), (UNDECIDED, None), key)

    def test_noise_makes_no_false_verdicts(self):
        """Data that agree, ten seeds of 12 realizations: no statement is called wrong."""
        for seed in range(2, 12):
            for key, one in verdicts(synthetic.system(realizations=12, seed=seed)).items():
                if key != MISPRINT:
                    self.assertNotEqual(one.verdict, DISAGREES, (seed, key, one.number))

    def test_the_ratio_to_theory_knows_that_its_anchor_is_measured(self):
        """Noise that M = 1 and M share cancels: the error of the ratio is far below that of the width."""
        from paper_checks.theory_agreement import _ratio
        from paper_checks.verdict import from_samples
        curve, = (curve for curve in self.good.curves("1d_exponential", 1.0) if curve.localization_length == 4)
        anchor, point = curve.points[1], curve.points[3]
        ratio = from_samples("", _ratio(point, anchor, point.theory["implied"]))
        self.assertAlmostEqual(ratio.estimate, point.samples[WIDTH].mean() / point.theory["implied"], 12)
        width = from_samples("", point.samples[WIDTH] / point.theory["implied"])
        self.assertLess(ratio.stderr, 0.8 * width.stderr)
        self.assertGreaterEqual(golden_rule(point), HYBRIDIZED)


if __name__ == "__main__":
    unittest.main()
