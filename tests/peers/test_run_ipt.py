"""bench/run_ipt.py on a stand-in for `ipt_points` whose times are known: what it tells is arithmetic on them."""
import json
import os
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(os.environ.get("MBL_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(ROOT / "bench"))
import run_ipt  # noqa: E402

ROWS = [("liom_sum", 55, 1.0, "ms", {"pairs": 1e6}), ("liom_sum", 55, 3.0, "ms", {"pairs": 1e6}),
        ("liom_sum", 55, 1.2, "ms", {"pairs": 1e6}), ("fft", 1, 9.0, "ms", {}), ("fft", 8, 4.0, "ms", {}),
        ("self_consistency", 55, 0.2, "s", {"points_iterations": 100.0}), ("whole_point", 55, 500.0, "us", {})]


def report(rows):
    benchmarks = [{"name": f"{name}/{argument}/real_time", "run_type": "iteration", "real_time": value, "time_unit": unit}
                  | counters for name, argument, value, unit, counters in rows]
    return {"benchmarks": benchmarks + [{"name": "liom_sum/55_median", "run_type": "aggregate"}]}


class RunIpt(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.program = pathlib.Path(folder.name) / "ipt_points"

    def times(self, content):
        answer = self.program.with_suffix(".json")
        answer.write_text(json.dumps(content))
        self.program.write_text(f'#!/bin/sh\ncat "{answer}"\n')
        self.program.chmod(0o755)
        return run_ipt.google_benchmark(self.program, [55], 3)

    def test_a_row_of_known_times(self):
        peer = {"tries": [{"iterations": 11}, {"iterations": 12}], "seconds": {"grid": 2.3, "twin": 0.2}}
        row = run_ipt.row_of(self.times(report(ROWS)), 55, peer)
        self.assertAlmostEqual(row["liom_sum_ns_per_pair"], 1.2)
        self.assertAlmostEqual(row["points_iterations_per_second"], 500)
        self.assertEqual(row["fft_batch"], 8)
        self.assertAlmostEqual(row["fft_share"], 0.25)  # 0.5 ms a point of 2 ms
        self.assertAlmostEqual(row["whole_point_seconds"], 5e-4)
        self.assertAlmostEqual(row["numpy_over_ours"], 5000)
        self.assertAlmostEqual(row["numpy_points_iterations_per_second"], 10)
        self.assertEqual(row["spread_seconds"]["liom_sum"], [0.001, 0.003])
        text = run_ipt.table({"rows": [row], "fig6": {"seconds": 9.0, "figure_seconds": 2.0}})
        self.assertIn("| 55 | 1.20 | 500 | 25 % | 0.0005 s | 5000.0x |", text)
        self.assertIn("All of Fig. 6: 7.0 s, and 2.0 s to draw it.", text)

    def test_a_benchmark_that_failed_ends_the_run(self):
        failed = report(ROWS[:1])
        failed["benchmarks"][0] |= {"error_occurred": True, "error_message": "not converged"}
        with self.assertRaisesRegex(SystemExit, "liom_sum/55.*not converged"):
            self.times(failed)

    def test_the_numpy_peer_tells_what_is_read_of_it(self):
        peer = run_ipt.numpy_peer(3)
        self.assertEqual((peer["liom_count"], peer["converged"]), (3, True))
        self.assertGreater(sum(attempt["iterations"] for attempt in peer["tries"]), 5)
        self.assertIn("grid", peer["seconds"])
        self.assertTrue(peer["numpy"])


if __name__ == "__main__":
    unittest.main()
