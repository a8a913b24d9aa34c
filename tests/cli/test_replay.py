"""`replay --json` against an independent computation, and against what the campaign stores."""

import unittest

import numpy

import reference
from program import EXPLICIT, TINY, ProgramTest, changed

# The contract, in this order.
KEYS = ["point", "realization", "scale", "liom_energy", "liom_coupling", "energies", "window", "level_spacing",
        "gap_ratio", "thouless", "entropy", "spectral_function", "width", "integral", "gate"]


class ReplayTest(ProgramTest):
    def assert_close(self, found, expected, tolerance=1e-10):
        found, expected = numpy.asarray(found, dtype=float), numpy.asarray(expected, dtype=float)
        self.assertEqual(found.shape, expected.shape)
        numpy.testing.assert_allclose(found, expected, rtol=tolerance, atol=tolerance)

    def assert_physics(self, found, expected):
        """Everything that one realization gives, to 1e-10. `expected` must stand clear of bin edges and ties."""
        self.assertGreater(expected["margin"], 1e-8)
        self.assert_close(found["energies"], expected["energies"])
        self.assertEqual(found["window"], expected["window"])
        for kind in ("nominal", "measured"):
            self.assert_close(found["level_spacing"][kind], expected["level_spacing"][kind])
        self.assert_close(found["gap_ratio"], expected["gap_ratio"])
        self.assertEqual(sorted(found["spectral_function"]), sorted(expected["spectral_function"]))
        for operator, wanted in expected["spectral_function"].items():
            curve = found["spectral_function"][operator]
            self.assertEqual(curve["k_min"], wanted["k_min"])
            self.assert_close(curve["bin_width"], wanted["bin_width"])
            self.assert_close(curve["thermal"], wanted["thermal"])
            self.assert_close(curve["typical"], wanted["typical"])
            # The typical function spans twenty orders of magnitude.
            self.assert_close(numpy.log(curve["typical"]), numpy.log(wanted["typical"]), 1e-7)
        self.assertEqual(sorted(found["thouless"]), sorted(expected["thouless"]))
        for operator, wanted in expected["thouless"].items():
            difference = numpy.abs(numpy.array(found["thouless"][operator]) - wanted)
            self.assertTrue(numpy.all(difference <= 1e-10 + expected["thouless_error"][operator]))
        self.assertEqual(sorted(found["entropy"]), sorted(expected["entropy"]))
        for spin, wanted in expected["entropy"].items():
            self.assert_close(found["entropy"][spin], wanted)
        self.assertEqual(list(found["integral"]), ["typical", "typical_wide", "thermal"])
        for integral, value in expected["integral"].items():
            self.assert_close(found["integral"][integral], value)
        for estimator, value in expected.get("width", {}).items():
            self.assert_close(found["width"][estimator], value)


class Shape(ReplayTest):
    def test_keys(self):
        found = self.replay(self.write(EXPLICIT), 0, 0)
        self.assertEqual(list(found), KEYS)
        self.assertEqual(sorted(found["thouless"]), ["sigma_z_N", "sigma_z_N_tau_z_1"])
        self.assertEqual(sorted(found["entropy"]), ["sigma_1", "sigma_N", "tau_M"])
        self.assertEqual(sorted(found["spectral_function"]), ["sigma_x_1", "tau_x_M"])
        self.assertEqual(list(found["window"]), ["first", "count"])
        self.assertEqual(list(found["level_spacing"]), ["nominal", "measured"])
        self.assertEqual(list(found["spectral_function"]["tau_x_M"]), ["bin_width", "k_min", "thermal", "typical"])
        self.assertEqual(sorted(found["width"]), ["fwhm", "iqr", "over_spacing", "participation"])
        self.assertEqual(found["point"], {"index": 0, "panel": "", "geometry": "explicit", "bubble_spins": 1,
                                          "liom_count": 2, "localization_length": None, "coupling": None})

    def test_gate_figures_stand_below_their_tolerance(self):
        gate = self.replay(self.write(TINY), 3, 2)["gate"]
        tolerance = gate.pop("tolerance")
        self.assertEqual(tolerance, 50 * 32 * 2.0**-52)
        self.assertEqual(sorted(gate), ["frobenius", "orthogonality", "residual", "sum_rule", "trace"])
        for figure in gate.values():
            self.assertGreaterEqual(figure, 0)
            self.assertLess(figure, tolerance)

    def test_no_liom_no_width(self):
        config = self.write(changed(TINY, sweeps=[{"localization_length": [1], "liom_count": [0]}]))
        found = self.replay(config, 0, 1)
        self.assertEqual(list(found), KEYS)
        self.assertEqual((list(found["spectral_function"]), list(found["thouless"]), list(found["entropy"])),
                         (["sigma_x_1"], ["sigma_z_N"], ["sigma_1", "sigma_N"]))
        self.assertEqual(set(found["width"].values()), {None})
        self.assertEqual((found["liom_energy"], found["liom_coupling"]), ([], []))
        self.assertEqual(len(found["energies"]), 8)

    def test_text_form_says_the_same(self):
        config = self.write(TINY)
        found = self.replay(config, 2, 1)
        text = self.call("replay", "--config", config, "--point", "2", "--realization", "1").stdout
        self.assertIn(f"scale s                         {found['scale']:.17g}\n", text)
        self.assertIn(f"width_over_spacing tau_x_M      {found['width']['over_spacing']:.10g}\n", text)
        self.assertIn(f"width_iqr tau_x_M               {found['width']['iqr']:.10g}\n", text)
        self.assertIn(f"thouless_mean sigma_z_N_tau_z_1 {numpy.mean(found['thouless']['sigma_z_N_tau_z_1']):.10g}\n", text)
        self.assertIn(f"typical_integral sigma_x_1      {found['integral']['typical']:.10g} with bins of 0.975\n", text)

    def test_any_realization_beyond_the_campaigns_count(self):
        config = self.write(TINY)
        for realization in (1000, 2**40 - 1):
            found = self.replay(config, 1, realization)
            self.assertEqual(found["realization"], realization)
            self.assert_close(found["liom_energy"], reference.liom_energies(7, realization, 2), 1e-15)


class Physics(ReplayTest):
    def test_the_example_of_the_definitions(self):
        found = self.replay(self.write(EXPLICIT), 0, 0)
        self.assertEqual((found["scale"], found["liom_energy"], found["liom_coupling"]), (1, [0.7, 1.2], [1.0, 0.3]))
        bubble = numpy.array([[0.1, 0.2], [0.2, -0.1]])
        self.assert_physics(found, reference.solve(bubble, [0.7, 1.2], [1.0, 0.3]))

    def test_drawn_realizations_from_seed_to_widths(self):
        # Nothing is taken from the program: Philox, normals, scale, eps, V and all that follows.
        config = self.write({
            "name": "drawn", "seed": 2**63 + 12345,
            "model": {"kind": "goe_bubble", "bubble": {"spins": 3, "bandwidth_per_spin": 1.9},
                      "liom_energy_range": [0.25, 1.75]},
            "sweeps": [{"geometry": ["1d_exponential", "1d_stretched", "2d_exponential"], "coupling": 0.8,
                        "localization_length": [1.5], "liom_count": [0, 1, 3]}],
            "realizations": 1, "spectral": {"bin_width": 0.217}})
        points = [(geometry, count) for geometry in ("1d_exponential", "1d_stretched", "2d_exponential")
                  for count in (0, 1, 3)]
        for index, (geometry, count) in enumerate(points):
            for realization in (0, 2**33 + 5):
                with self.subTest(geometry=geometry, count=count, realization=realization):
                    found = self.replay(config, index, realization)
                    unscaled = reference.goe(2**63 + 12345, realization, 8)
                    scale = reference.bubble_scale(unscaled, 3, 1.9)
                    energy = reference.liom_energies(2**63 + 12345, realization, count, 0.25, 1.75)
                    coupling = reference.couplings(geometry, 0.8, 1.5, count)
                    self.assertEqual(found["scale"], scale)
                    self.assert_close(found["liom_energy"], energy, 1e-15)
                    self.assert_close(found["liom_coupling"], coupling, 1e-15)
                    self.assert_physics(found, reference.solve(scale * unscaled, energy, coupling, 1.9, 0.217))

    def test_single_spins(self):
        config = self.write(changed(EXPLICIT, sweeps=[{"geometry": "explicit", "liom_count": [1]}]))
        found = self.replay(config, 0, 0)
        bubble = numpy.array([[0.1, 0.2], [0.2, -0.1]])
        self.assert_physics(found, reference.solve(bubble, [0.7], [1.0]))
        self.assertEqual(found["gap_ratio"], [])  # a window of two states


if __name__ == "__main__":
    unittest.main()
