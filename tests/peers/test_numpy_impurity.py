"""The NumPy reference of the impurity model against closed forms: what agrees with it is judged by mathematics."""
import json
import math
import os
import pathlib
import sys
import unittest

import numpy as np

ROOT = pathlib.Path(os.environ.get("MBL_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(ROOT / "bench"))
import impurity_bath  # noqa: E402
import numpy_impurity as ipt  # noqa: E402

GRID = {"frequency_max": 16.0, "frequency_count": 4096}


def model(U=2.0, T=2.0, energy=(), coupling=(), t=1.0, N=30):
    return ipt.Model(t, U, T, N, np.array(energy, float), np.array(coupling, float))


def solve(m, bandwidth=2.0, plot=None, **options):
    return ipt.solve_point(m, bandwidth, plot=plot, with_distances=False, **(GRID | options))


class Anchors(unittest.TestCase):
    def test_no_lioms_no_interaction_is_the_semicircle(self):
        w = np.array([-2.5, -1.9, -1.0, 0.0, 0.3, 1.99, 2.1])
        result = solve(model(U=0.0), plot=w)
        exact = np.sqrt(np.maximum(4 - w * w, 0)) / (2 * math.pi)
        np.testing.assert_allclose(result["plot_spectral_function"], exact, atol=1e-10)
        z = 1j * result["matsubara_frequency"]
        np.testing.assert_allclose(result["matsubara_green"], (z - 1j * np.sqrt(4 - z * z)) / 2, atol=1e-12)
        self.assertEqual(result["filling"], 0.5)

    def test_interacting_bubble_alone(self):
        for T, exact in [(2.0, 0.227321193), (0.2, 0.303916040)]:
            result = solve(model(T=T), plot=[0.0])
            self.assertAlmostEqual(result["plot_spectral_function"][0], exact, delta=1e-9)
            self.assertTrue(result["converged"])

    def test_degenerate_lioms_without_interaction(self):
        for k, eps, V in [(3, 0.4, 0.1), (3, -1.2, 2.0), (29, 0.1, 0.3), (3, 1.99, 0.5), (10, -2.4, 0.6)]:
            radicand = 4 * (1 - k / 30) - eps**2
            exact = (eps - 1j * math.sqrt(radicand)) / 2 if radicand > 0 else (
                eps - math.copysign(math.sqrt(-radicand), eps)) / 2
            m = model(0.0, energy=[eps] * k, coupling=[V] * k)
            G, residual, _ = ipt.follow_eta(m, np.array([eps + 0j]), np.zeros(1))
            self.assertLess(abs(G[0] - exact), 1e-8, (k, eps, V))

    def test_more_degenerate_lioms_than_sites_leave_the_bubble_no_weight(self):
        m = model(0.0, energy=[0.5] * 45, coupling=[0.3] * 45)
        G, residual, _ = ipt.follow_eta(m, np.array([0.5 + 0j]), np.zeros(1))
        self.assertLess(abs(G[0]), 1e-8)

    def test_a_pole_narrower_than_the_grid_is_not_called_converged(self):
        result = solve(model(8.0, 0.2), plot=[0.0])
        self.assertFalse(result["converged"])
        json.dumps(ipt.as_json(result), allow_nan=False)

    def test_moments_from_the_tail_in_matsubara_frequency(self):
        m = model(3.0, 0.5, [0.3, -0.7, 1.1], [0.4, 0.9, 0.6])
        result = solve(m)
        omega, G = result["matsubara_frequency"][-1], result["matsubara_green"][-1]
        z = 1j * omega
        m2 = m.t**2 + m.strength + m.U**2 / 4
        self.assertAlmostEqual(((G - 1 / z) * z**3).real / m2, 1.0, delta=1e-4)
        self.assertLess(abs((G - 1 / z) * z * z), 1e-2)

    def test_mirror_and_scaling(self):
        energy, coupling = np.array([0.35, -1.3, 1.7]), np.array([0.5, 0.8, 0.3])
        x = np.array([-1.7, -0.3, 0.05, 0.9, 2.2])
        first = solve(model(2.0, 0.7, energy, coupling), plot=x)
        mirror = solve(model(2.0, 0.7, -energy, coupling), plot=-x)
        np.testing.assert_allclose(mirror["plot_spectral_function"], first["plot_spectral_function"], rtol=1e-9)
        self.assertAlmostEqual(first["filling"] + mirror["filling"], 1.0, delta=1e-12)
        s = 1.7
        scaled = solve(model(2.0 * s, 0.7 * s, energy * s, coupling * s, t=s), plot=x * s, frequency_max=16 * s)
        np.testing.assert_allclose(scaled["plot_spectral_function"] * s, first["plot_spectral_function"], rtol=1e-9)

    def test_real_axis_equals_the_twin(self):
        cases = [(2.0, 2.0, 0.05), (2.0, 0.2, 0.05), (5.0, 0.2, 0.9), (2.0, 0.2, 1.5), (0.5, 2.0, 0.6)]
        for U, T, V in cases:
            result = solve(model(U, T, [0.35, -1.3, 1.7], [V, 0.8 * V, 0.6 * V]))
            self.assertTrue(result["converged"], (U, T, V, result["residual"], result["matsubara_mismatch"]))
            self.assertLess(abs(result["sum_rule"] - 1), 1e-6)

    def test_fillings_are_the_thermal_integrals(self):
        result = solve(model(3.0, 0.8, [0.35, -1.3, 1.7], [1.5, 1.2, 0.9]), plot=ipt.solver_grid(model(), 16.0, 4096))
        self.assertEqual(result["eta"], 0.0)
        w, h = result["frequency"], result["step"]
        thermal = ipt.fermi(w / 0.8)
        self.assertAlmostEqual(h * np.sum(result["spectral_function"] * thermal), result["filling"], delta=1e-9)
        m, G = model(3.0, 0.8, [0.35, -1.3, 1.7], [1.5, 1.2, 0.9]), ipt.solve_grid(
            model(3.0, 0.8, [0.35, -1.3, 1.7], [1.5, 1.2, 0.9]), w, 0.0, 1e-11, 200)["G"]
        for a, filling in enumerate(result["liom_filling"]):
            rho = -(1 / (w - m.energy[a] - m.feedback[a] * G)).imag / np.pi
            self.assertAlmostEqual(h * np.sum(rho * thermal), filling, delta=1e-8)

    def test_self_energy_equals_its_sum(self):
        m = model(1.7, 0.6)
        w = -4 + 8 / 64 * np.arange(64)
        h = 8 / 64
        rng = np.random.default_rng(5)
        Gt = rng.normal(size=64) - 1j * rng.uniform(size=64)
        plus = -Gt.imag / np.pi * ipt.fermi(w / m.T)
        minus = -Gt.imag / np.pi * ipt.fermi(-w / m.T)
        spectral = np.zeros(64)
        for k in range(64):
            for i in range(64):
                for j in range(64):
                    # w_i + w_j - w_l = w_k
                    if 0 <= i + j - k < 64:
                        l = i + j - k
                        spectral[k] += plus[i] * plus[j] * minus[l] + minus[i] * minus[j] * plus[l]
        spectral *= m.U**2 * h * h
        real = [sum(2 / (i - j) * spectral[j] for j in range(64) if (i - j) % 2) for i in range(64)]
        sigma = ipt.self_energy(m, w, Gt)
        np.testing.assert_allclose(sigma.imag, -np.pi * spectral, atol=1e-12)
        np.testing.assert_allclose(sigma.real, real, atol=1e-12)

    def test_distances_by_loops(self):
        rng = np.random.default_rng(3)
        free = 1 + 0.3 * np.sin(np.arange(160) / 3.0) + 0.05 * rng.normal(size=160)
        rho = 0.9 * free + 0.02 * rng.normal(size=160)
        result = ipt.distances(rho, free)
        self.assertAlmostEqual(result["distance_to_free"], sum(abs(a - b) for a, b in zip(rho, free)) / sum(free))
        p, q = rho / sum(rho), free / sum(free)
        self.assertAlmostEqual(result["shape_distance_to_free"], sum(abs(a - b) for a, b in zip(p, q)))
        fine = [[values[i] / np.mean(values[i - 40:i + 41]) - 1 for i in range(50, 110)] for values in (rho, free)]
        self.assertAlmostEqual(result["shape_correlation"], np.corrcoef(*fine)[0, 1])
        scaled = ipt.distances(0.9 * free, free)
        self.assertAlmostEqual(scaled["distance_to_free"], 0.1)
        self.assertAlmostEqual(scaled["shape_distance_to_free"], 0.0)
        self.assertAlmostEqual(scaled["shape_correlation"], 1.0)
        self.assertTrue(math.isnan(ipt.distances(rho[:102], free[:102])["shape_correlation"]))

    def test_the_eta_rule(self):
        w = ipt.solver_grid(model(), 16.0, 4096)
        h = w[1] - w[0]
        for V, eta in [(0.05, 2 * h), (0.9, 0.0)]:
            kept, width, solve, tries = ipt.solve_with_eta_rule(model(2.0, 2.0, [0.4], [V]), w, 1e-10, 200)
            self.assertEqual(kept, eta)
            self.assertEqual(len(tries), 2 if eta == 0 else 1)
            self.assertAlmostEqual(width, math.sqrt(30) * V**2 * -np.interp(0.4, w, solve["G"].imag))

    def test_philox_known_answers(self):
        zero = impurity_bath.philox4x32(np.zeros((1, 4), np.uint64), (0, 0))[0]
        self.assertEqual([hex(int(v)) for v in zero], ["0x6627e8d5", "0xe169c58d", "0xbc57ac4c", "0x9b00dbd8"])
        ones = impurity_bath.philox4x32(np.full((1, 4), 0xffffffff, np.uint64), (0xffffffff, 0xffffffff))[0]
        self.assertEqual([hex(int(v)) for v in ones], ["0x408f276d", "0x41c83b0e", "0xa20bc7c6", "0x6d5451fd"])

    def test_layers(self):
        V = impurity_bath.layer_couplings(10, 0.5, 10.0)
        r0 = 1 / math.sqrt(2 * math.pi)
        np.testing.assert_allclose(V**2, [0.0025 * math.exp(-r0 * n / 10) for n in [0, 1, 1, 2, 2, 2, 3, 3, 3, 3]])
        annulus = impurity_bath.layer_couplings(10, 0.5, 10.0, layer_rule="n-1")
        np.testing.assert_allclose(annulus**2, V**2 * math.exp(-r0 / 10))


if __name__ == "__main__":
    unittest.main()
