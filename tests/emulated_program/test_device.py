"""The whole program with --device cuda, on the emulated device: MBL_GPU is mbl_gpu_emulated."""

import csv
import json
import math
import os
import sys

import h5py

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "cli"))

from program import NUMERICAL, TINY, UNAVAILABLE, ProgramTest, changed, read_bytes  # noqa: E402


# The impurity model on a grid that is small, since a device that is emulated is slow; whether its points converge does not matter here.
BATH = {"name": "bath", "model": {"kind": "impurity"}, "sweeps": [{"interaction": [2, 0], "liom_count": [0, 3]}],
        "grid": {"frequency_count": 256}, "spectral": {"frequency": [-1, 0, 1]}}


class ImpurityModel(ProgramTest):
    def run_on(self, device, results, *arguments, **options):
        return self.call("--config", self.write(BATH), "--device", device, "--results", results, *arguments, **options)

    def table(self, results):
        with open(self.path(results, "bath-paper", "ipt_summary.csv"), encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def check_equal_bytes(self, *results):
        for name in ("results.h5", "ipt_summary.csv"):
            a, b = (read_bytes(self.path(folder, "bath-paper", name)) for folder in results)
            self.assertEqual(a, b, name)

    def test_a_campaign_runs_on_the_device_and_names_it(self):
        self.assertIn("on Emulated GPU (sm_90), ", self.run_on("cuda", "gpu").stderr)
        self.run_on("cpu", "cpu")
        gpu, cpu = self.table("gpu"), self.table("cpu")
        self.assertEqual([row["liom_count"] for row in gpu], ["0", "3"] * 2)
        for a, b in zip(gpu, cpu):
            self.assertEqual((a["converged"], a["iterations"]), (b["converged"], b["iterations"]))
            self.assertAlmostEqual(float(a["sum_rule"]), float(b["sum_rule"]), places=9)

    def test_neither_lanes_nor_refused_memory_change_a_byte(self):
        self.run_on("cuda", "one", "--threads", "1")
        self.run_on("cuda", "three", "--threads", "3")
        self.check_equal_bytes("one", "three")
        self.run_on("cuda", "refused", "--threads", "1", variables={"EMULATED_REFUSE_FROM_ALLOCATION": "20", "EMULATED_REFUSALS": "4"})
        self.check_equal_bytes("one", "refused")

    def test_memory_refused_for_good_ends_with_the_size_and_a_way_out(self):
        done = self.run_on("cuda", "none", "--threads", "1", code=UNAVAILABLE, variables={"EMULATED_REFUSE_FROM_ALLOCATION": "20"})
        self.assertRegex(done.stderr, r"bytes were refused; M = \d+ on 256 frequencies needs .* write a smaller grid.frequency_count")


class Shards(ProgramTest):
    """Workers on GPUs, and on a CPU beside them."""

    def run_shards(self, config, count, results, devices=("cuda",)):
        for index in range(count):
            self.call("--config", config, "--shard", f"{index}/{count}", "--device", devices[index % len(devices)],
                      "--results", results)
        self.call("merge", "--config", config, "--results", results)

    def check_equal_bytes(self, folder, names, *results):
        for name in names:
            first, *others = (read_bytes(self.path(result, folder, name)) for result in results)
            self.assertTrue(all(other == first for other in others), name)

    def test_any_number_of_workers_leaves_the_same_bytes(self):
        config = self.write(changed(TINY, realizations=300))
        for count in (1, 2, 5):
            self.run_shards(config, count, str(count))
        self.call("--config", config, "--device", "cuda", "--results", "alone")
        self.check_equal_bytes("tiny-paper", ("results.h5", "summary.csv"), "alone", "1", "2", "5")

    def test_impurity_points_do_not_care_which_others_are_solved_beside_them(self):
        config = self.write(changed(BATH, sweeps=[{"interaction": [2, 1, 0], "liom_count": [0, 3]}]))
        self.run_shards(config, 4, "4")
        self.call("--config", config, "--device", "cuda", "--results", "alone")
        self.check_equal_bytes("bath-paper", ("results.h5", "ipt_summary.csv"), "alone", "4")

    def test_a_gpu_and_a_cpu_share_a_campaign_and_the_results_say_so(self):
        config = self.write(TINY)
        self.run_shards(config, 2, "mixed", ("cuda", "cpu"))
        self.call("--config", config, "--device", "cuda", "--results", "gpu")
        with h5py.File(self.path("mixed", "tiny-paper", "results.h5")) as mixed:
            devices = json.loads(mixed.attrs["provenance"])["devices"]
        self.assertEqual(len(devices), 2)
        self.assertIn("Emulated GPU (sm_90)", devices)
        rows = [list(csv.DictReader(read_bytes(self.path(name, "tiny-paper", "summary.csv")).decode().splitlines()))
                for name in ("mixed", "gpu")]
        for a, b in zip(*rows):
            self.assertTrue(math.isclose(float(a["mean"]), float(b["mean"]), rel_tol=1e-6, abs_tol=1e-9), a)

    def test_tasks_of_srun_take_a_gpu_each(self):
        config = self.write(TINY)
        for task in range(2):
            done = self.call("--config", config, "--shard", "auto", "--results", "srun",
                             variables={"SLURM_PROCID": str(task), "SLURM_STEP_NUM_TASKS": "2", "SLURM_LOCALID": str(task)})
            self.assertIn("on Emulated GPU (sm_90), ", done.stderr)
        self.call("merge", "--config", config, "--results", "srun")


class Device(ProgramTest):
    def summary(self, results):
        with open(self.path(results, "tiny-paper", "summary.csv"), encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def failure(self, code, *arguments, **options):
        return self.call(*arguments, code=code, **options).stderr

    def run_on(self, device, results, *arguments, **options):
        return self.call("--config", self.write(TINY), "--device", device, "--results", results, *arguments, **options)

    def test_a_campaign_gives_what_the_cpu_gives_and_names_the_device(self):
        done = self.run_on("cuda", "gpu")
        self.assertIn("on Emulated GPU (sm_90), ", done.stderr)
        self.run_on("cpu", "cpu")
        gpu, cpu = self.summary("gpu"), self.summary("cpu")
        self.assertEqual(len(gpu), len(cpu))
        for a, b in zip(gpu, cpu):
            for key in ("mean", "stderr", "std"):
                x, y = float(a.pop(key)), float(b.pop(key))
                # Samples agree to 1e-9 (eigensolvers round differently).
                self.assertTrue(abs(x - y) <= 1e-8 or (math.isnan(x) and math.isnan(y)), (a, x, y))
            self.assertEqual(a, b)

    def test_lanes_do_not_change_a_byte(self):
        self.run_on("cuda", "one", "--threads", "1")
        self.run_on("cuda", "three", "--threads", "3")
        self.check_equal_bytes("one", "three")

    def test_auto_takes_the_gpu_and_without_a_driver_the_cpu_and_says_so_once(self):
        self.assertIn("on Emulated GPU", self.run_on("auto", "gpu").stderr)
        done = self.run_on("auto", "cpu", variables={"EMULATED_DRIVER": "0"})
        self.assertEqual(done.stderr.count("no CUDA driver or device on this machine: the CPU computes"), 1)

    def test_an_explicit_cuda_never_falls_back(self):
        message = self.failure(UNAVAILABLE, "--config", self.write(TINY), "--device", "cuda", variables={"EMULATED_DRIVER": "0"})
        self.assertIn("--device cuda:0: this program and machine offer 0 CUDA devices; use --device cpu", message)
        message = self.failure(UNAVAILABLE, "--config", "config.json", "--device", "cuda:1")
        self.assertIn("offer 1 CUDA device; use --device cpu or cuda:0", message)

    def test_a_hamiltonian_that_does_not_fit_is_refused_with_the_largest_that_does(self):
        config = changed(TINY, sweeps=[{"localization_length": [1], "liom_count": [9]}], realizations=1)
        message = self.failure(UNAVAILABLE, "--config", self.write(config), "--device", "cuda",
                                 variables={"EMULATED_MEMORY": str(200 << 20)})
        self.assertIn("/sweeps/0/liom_count: dim = 4096 needs ", message)
        self.assertIn("the largest Hamiltonian that fits is dim = 2048: write fewer LIOMs", message)

    def test_memory_refused_at_work_means_fewer_blocks_in_flight_and_the_same_bytes(self):
        self.run_on("cuda", "right", "--threads", "3")
        self.run_on("cuda", "refused", "--threads", "3", variables={"EMULATED_REFUSE_FROM_ALLOCATION": "30", "EMULATED_REFUSALS": "4"})
        self.check_equal_bytes("right", "refused")

    def test_memory_refused_for_good_ends_with_what_may_fit(self):
        message = self.failure(UNAVAILABLE, "--config", self.write(TINY), "--device", "cuda", "--threads", "1",
                                 variables={"EMULATED_REFUSE_FROM_ALLOCATION": "20"})
        self.assertIn("bytes were refused; dim = ", message)
        self.assertIn("the largest Hamiltonian that fits is dim = ", message)

    def test_a_device_that_breaks_is_unavailable(self):
        message = self.failure(UNAVAILABLE, "--config", self.write(TINY), "--device", "cuda",
                                 variables={"EMULATED_BREAK_AT_CALL": "200"})
        self.assertIn("cudaErrorLaunchFailure (719)", message)

    def test_what_the_gpu_gets_wrong_the_cpu_solves_and_the_results_say_so(self):
        self.run_on("cuda", "spoiled", variables={"EMULATED_WRONG_FROM_MATRIX": "1"})
        self.run_on("cpu", "cpu")
        self.assertEqual(self.summary("spoiled"), self.summary("cpu"))
        provenance = json.loads(self.root_attribute("spoiled", "provenance"))
        self.assertEqual(provenance["gate"]["rescues"], 9)

    def test_replay_and_doctor(self):
        replays = [json.loads(self.call("replay", "--config", self.write(TINY), "--point", "1", "--realization", "2",
                                        "--json", "--device", device).stdout) for device in ("cuda", "cpu")]
        self.assertEqual(replays[0]["scale"], replays[1]["scale"])
        self.assertEqual(replays[0]["liom_energy"], replays[1]["liom_energy"])
        for a, b in zip(replays[0]["energies"], replays[1]["energies"]):
            self.assertAlmostEqual(a, b, places=12)
        text = self.call("doctor", "--device", "cuda").stdout
        self.assertRegex(text, r"GPU +cuda:0 Emulated GPU \(sm_90\), 1\.0 GiB, 4 lanes; 9[0-9.]+ MiB for campaigns; largest "
                               r"Hamiltonian dim = 4096 \(limit 65536\)")
        self.assertRegex(text, r"runs on +Emulated GPU \(sm_90\) \(--device cuda\)")

    def test_replay_reports_a_gate_failure(self):
        message = self.failure(NUMERICAL, "replay", "--config", self.write(TINY), "--point", "1", "--realization",
                                 "0", "--device", "cuda", variables={"EMULATED_WRONG_FROM_MATRIX": "1"})
        self.assertIn("numerical gate: ", message)

    def check_equal_bytes(self, *results):
        for name in ("results.h5", "summary.csv"):
            a, b = (read_bytes(self.path(folder, "tiny-paper", name)) for folder in results)
            self.assertEqual(a, b, name)

    def root_attribute(self, results, name):
        import h5py
        with h5py.File(self.path(results, "tiny-paper", "results.h5"), "r") as file:
            return file.attrs[name]
