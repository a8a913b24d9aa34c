"""tools/gpu_check from beginning to end, on the emulated device: MBL_GPU is mbl_gpu_emulated. Builds nothing: its --built
names a folder with small stand-ins for what takes long. Needs the standard library only."""

import importlib.util
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.environ["MBL_GPU"]
TIMES = os.path.join(os.path.dirname(PROGRAM), "gpu_times_emulated")
GPU_CHECK = os.path.join(os.environ["MBL_SOURCE"], "tools", "gpu_check")

# The program with smaller campaigns: later --set options win.
SMALL = """
case $1 in
--config | export) exec {program} "$@" --set /model/bubble/spins=2 --set /realizations=3 \\
    --set '/sweeps=[{{"localization_length":[4],"liom_count":[1,2]}}]' ;;
*) exec {program} "$@" ;;
esac
"""
TESTS = """add_test(unit "/bin/true")
add_test(gpu_parity "/bin/sh" "-c" "exit {gpu}")
set_tests_properties(gpu_parity PROPERTIES SKIP_RETURN_CODE 77)
"""
SANITIZER = 'shift 2\n"$@"\necho "========= {summary}"\n'


class GpuCheck(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="mbl gpu ")
        self.addCleanup(shutil.rmtree, self.folder)
        self.script("tree/bin/mbl_gpu", SMALL.format(program=PROGRAM))
        self.script("tree/bin/gpu_times", 'echo \'{"dim": 8}\'\n')
        self.write("tree/CTestTestfile.cmake", TESTS.format(gpu=0))
        self.script("path/compute-sanitizer", SANITIZER.format(summary="ERROR SUMMARY: 0 errors"))

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8") as stream:
            stream.write(text)

    def script(self, name, text):
        self.write(name, "#!/bin/sh\n" + text)
        os.chmod(self.path(name), stat.S_IRWXU)

    def call(self, *arguments, code=0, **variables):
        path = self.path("path") + os.pathsep + os.environ["PATH"]
        done = subprocess.run([GPU_CHECK, *arguments], capture_output=True, text=True, timeout=600,
                              env={**os.environ, "PATH": path, **variables})
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def check(self, *arguments, code=0, **variables):
        """A whole run: its summary, and {step: state} beside the result file."""
        done = self.call("--built", self.path("tree"), "--output", self.path("out"), *arguments, code=code, **variables)
        with open(self.path("out", "result.json"), encoding="utf-8") as stream:
            self.result = json.load(stream)
        with open(self.path("out", "summary.txt"), encoding="utf-8") as stream:
            self.assertEqual(stream.read(), done.stdout)
        self.assertEqual(self.result["exit_code"], code)
        self.assertTrue(os.path.exists(self.path("out", "log.txt")))
        self.details = {step["name"]: step["detail"] for step in self.result["steps"]}
        return done.stdout, {step["name"]: step["state"] for step in self.result["steps"]}

    def test_all_is_right(self):
        self.script("tree/bin/gpu_times", f"exec {TIMES} --spins 2 --lioms 1,2 --seconds 120\n")
        text, states = self.check()
        self.assertEqual(states, dict.fromkeys(["tests: CPU", "tests: GPU", "memcheck", "racecheck", "GPU against CPU",
                                                "lane counts", "times"], "passed"))
        self.assertEqual(self.result["device"], "Emulated GPU (sm_90)")
        self.assertEqual(self.result["tests_gpu"], {"passed": 1, "failed": 0, "skipped": 0})
        self.assertEqual([size["dim"] for size in self.result["times"]], [8, 16])
        for size in self.result["times"]:
            self.assertTrue(all(bare["equal_bits"] and bare["seconds_per_matrix"] > 0 for bare in size["bare"]))
            self.assertEqual({bare["routine"] for bare in size["bare"]}, {"Xsyevd", "XsyevBatched"})
            self.assertGreater(size["overhead"], 0)
            self.assertGreater(size["realization"][0]["per_second"], 0)
        self.assertIn("all steps passed or skipped", text)
        self.assertRegex(self.details["lane counts"], "^lanes 1 2 4 8 1: equal bytes in [1-9][0-9]* files$")
        self.assertLess(len(text.splitlines()), 24)  # one screen
        self.assertLess(max(map(len, self.details.values())), 100)

    def test_without_a_device_it_says_so_after_the_cpu_part(self):
        text, states = self.check(code=69, EMULATED_DRIVER="0")
        self.assertEqual(states, {"tests: CPU": "passed"})
        self.assertIn("no GPU: --device cuda:0: this program and machine offer 0 CUDA devices", text)

    def test_a_step_that_fails_does_not_hide_the_next(self):
        self.write("tree/CTestTestfile.cmake", TESTS.format(gpu=1))
        self.script("tree/bin/gpu_times", "exit 3\n")
        text, states = self.check(code=1)
        self.assertEqual({name for name, state in states.items() if state == "FAILED"}, {"tests: GPU", "times"})
        self.assertEqual(states["lane counts"], "passed")
        self.assertIn("0 passed, 1 failed, 0 skipped: gpu_parity", text)
        self.assertIn("2 of 7 steps did not pass", text)

    def test_tests_that_do_not_see_the_device_are_no_pass(self):
        self.write("tree/CTestTestfile.cmake", TESTS.format(gpu=77))
        _, states = self.check(code=1)
        self.assertEqual(states["tests: GPU"], "FAILED")

    def test_other_numbers_than_the_cpu_s_are_found(self):
        self.script("tree/bin/mbl_gpu", SMALL.format(program=PROGRAM).replace("exec", "").replace(
            "esac", 'esac\nfor word; do [ "$folder" = next ] && folder=$word; [ "$word" = --results ] && folder=next; done\n'
            'case "$*" in *"--device cuda"*) sed -i "s/gap_ratio\\(.*\\),\\(0[.][0-9]*\\),/gap_ratio\\1,\\20001,/;'
            's/width_iqr\\(.*\\),[0-9.]*,/width_iqr\\1,7,/" "$folder"/*/summary.csv ;; esac'))
        _, states = self.check(code=1)
        self.assertEqual(states["GPU against CPU"], "FAILED")
        self.assertRegex(self.details["GPU against CPU"], r"\d+ rows, largest difference [0-9.e-]+, \d+ numbers beyond 1e-06, "
                                                          r"first at width_iqr,")

    def test_bits_that_depend_on_the_lanes_are_found(self):
        self.script("tree/bin/mbl_gpu", SMALL.format(program=PROGRAM).replace("exec", "").replace(
            "esac", 'esac\ncase "$1 $8" in "export "*lanes_4) for curve in "$8"/fig4-quick/curves/*; do\n'
            'printf "\\n" >>"$curve"; break; done ;; esac'))
        _, states = self.check(code=1)
        self.assertEqual(states["lane counts"], "FAILED")
        self.assertEqual(self.details["lane counts"], "the results differ from the first run's with lanes 4")

    def test_sanitizers_report_findings_and_refusals(self):
        self.script("path/compute-sanitizer", SANITIZER.format(
            summary="ERROR SUMMARY: 2 errors\"; echo \"=========     at void mbl::for_each_kernel"))
        _, states = self.check(code=1)
        self.assertEqual(states["memcheck"], "FAILED")
        self.assertEqual(self.details["memcheck"], "ERROR SUMMARY: 2 errors, 1 lines name our kernels")
        self.script("path/compute-sanitizer", 'echo "========= Error: Device not supported"\nexit 1\n')
        _, states = self.check()
        self.assertEqual(states["racecheck"], "skipped")
        self.assertEqual(self.details["racecheck"], "refused: ========= Error: Device not supported")
        # The program did not come to its end, and nothing was found: no pass.
        self.script("path/compute-sanitizer", 'echo "========= ERROR SUMMARY: 0 errors"\n')
        _, states = self.check(code=1)
        self.assertEqual(states["memcheck"], "FAILED")

    def test_peers_are_timed_where_python_has_them(self):
        self.script("path/python3", 'case "$*" in *"import torch"*) exit 1 ;; *import*) exit 0 ;; esac\n'
                                    'echo "{\\"peer\\": \\"$2 $3 $4\\"}"\n')
        _, states = self.check("--peers")
        self.assertEqual(states["peers"], "passed")
        self.assertEqual([os.path.basename(peer["peer"]) for peer in self.result["peers"]],
                         [f"cupy_pipeline.py {size}" for size in ("1 20", "2 10", "3 5")])
        self.assertEqual(self.details["peers"], "no torch")

    def test_it_ends_in_time(self):
        self.script("tree/bin/gpu_times", 'echo \'{"dim": 8}\'\nsleep 300\n')
        self.script("path/compute-sanitizer", "sleep 300\n")
        _, states = self.check("--minutes", "0.3", code=1)
        self.assertEqual((states["memcheck"], states["times"]), ("out of time", "skipped"))
        self.assertLessEqual(sum(step["seconds"] for step in self.result["steps"]), 18)

    def test_usage(self):
        self.assertIn("Exit codes: 0 all is right; 1 a step failed; 64 usage; 69 no GPU", self.call("--help").stdout)
        for arguments, reason in ((("--frobnicate",), "unknown option --frobnicate"), (("--minutes",), "--minutes needs a value"),
                                  (("--minutes", "soon"), "--minutes must be a number from 0.1 to 9999.9, got soon"),
                                  (("--built", "/nowhere"), "--built: /nowhere has no bin/mbl_gpu"),
                                  (("--bundle", "/nowhere"), "--bundle: /nowhere does not exist")):
            self.assertEqual(self.call(*arguments, code=64).stderr, f"gpu_check: {reason}; see tools/gpu_check --help\n")


@unittest.skipUnless(importlib.util.find_spec("numpy"), "no numpy to stand in for CuPy")
class CupyPipeline(unittest.TestCase):
    def test_it_gives_what_the_numpy_pipeline_gives(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "cupy.py"), "w", encoding="utf-8") as stream:
                stream.write("from numpy import *\nfrom numpy import linalg, random, __version__\n")
            width = {}
            for name in ("numpy", "cupy"):
                script = os.path.join(os.environ["MBL_SOURCE"], "bench", f"{name}_pipeline.py")
                done = subprocess.run([sys.executable, "-B", script, "1", "12"], check=True, capture_output=True, text=True,
                                      timeout=300, env={**os.environ, "PYTHONPATH": folder})
                width[name] = json.loads(done.stdout)["mean_width"]
        self.assertAlmostEqual(width["numpy"], width["cupy"], delta=4)  # 18.9 by the golden rule; other draws, error 1 each


class GpuTimes(unittest.TestCase):
    def test_what_does_not_end_in_time_is_skipped_and_said(self):
        done = subprocess.run([TIMES, "--spins", "2", "--lioms", "1,8", "--seconds", "4"], capture_output=True, text=True,
                              timeout=300, check=True)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([line["dim"] for line in lines], [8, 1024])
        self.assertIn("s needed", lines[1]["skipped"])

    def test_an_error_at_one_size_is_a_line_of_its_own(self):
        done = subprocess.run([TIMES, "--spins", "2", "--lioms", "14"], capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 69)
        self.assertIn("the largest Hamiltonian that fits", json.loads(done.stdout)["error"])

    def test_usage(self):
        for arguments, code, reason in ((("--spins", "99"), 64, "99 not in range"), (("--ordinal", "3"), 69, "offer 1 CUDA device")):
            done = subprocess.run([TIMES, *arguments], capture_output=True, text=True, timeout=300)
            self.assertEqual(done.returncode, code)
            self.assertIn(reason, done.stderr)


if __name__ == "__main__":
    unittest.main()
