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
FEW_TIMES = "--points 1,2 --impurity-lioms 3 --frequencies 256"
GPU_CHECK = os.path.join(os.environ["MBL_SOURCE"], "tools", "gpu_check")

# The program with smaller campaigns: later --set options win.
SMALL = """
if echo "$*" | grep -q fig6.json; then {points}
fi
case $1 in
--config | export) exec {program} "$@" --set /model/bubble/spins=2 --set /realizations=3 \\
    --set '/sweeps=[{{"localization_length":[4],"liom_count":[1,2]}}]' ;;
*) exec {program} "$@" ;;
esac
"""
FEW_POINTS = f"""exec {PROGRAM} "$@" --set /grid/frequency_count=512 --set '/spectral={{"frequency":[0.3]}}' \\
    --set /model/liom_bandwidth=0.05 --set '/sweeps=[{{"coupling":[0.5],"interaction":[2,0],"liom_count":[20]}}]'"""
# Two points without solving them, where a test is of something else; `edit` is what sed does to them.
MADE_UP_POINTS = """
    for word; do [ "$folder" = next ] && folder=$word; [ "$word" = --results ] && folder=next; done
    mkdir -p "$folder/fig6-quick"
    cat >"$folder/fig6-quick/ipt_summary.csv" <<END
coupling,interaction,temperature,localization_length,bubble_sites,liom_density,layer_rule,liom_count,seed,converged,iterations,eta,distance
0.5,2,2,10,30,1,n,20,1,1,6,0.125,0.28371912728806276
0.5,0,2,10,30,1,n,20,1,1,6,0.125,0
END
    echo "$*" | grep -q -e "{when}" && sed -i "{edit}" "$folder/fig6-quick/ipt_summary.csv"
    exit 0"""


def small_program(points=MADE_UP_POINTS.format(when="never", edit="")):
    return SMALL.format(program=PROGRAM, points=points)


TESTS = """add_test(unit "/bin/true")
add_test(gpu_parity "/bin/sh" "-c" "exit {gpu}")
set_tests_properties(gpu_parity PROPERTIES SKIP_RETURN_CODE 77)
"""
SANITIZER = 'shift 2\n"$@"\necho "========= {summary}"\n'
NO_TIMES = """echo '{"impurity_points":1}'; echo '{"dim": 8}'
"""


class GpuCheck(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="mbl gpu ")
        self.addCleanup(shutil.rmtree, self.folder)
        self.script("tree/bin/mbl_gpu", small_program())
        self.script("tree/bin/gpu_times", NO_TIMES)
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
        self.script("tree/bin/mbl_gpu", small_program(FEW_POINTS))
        self.script("tree/bin/gpu_times", f"exec {TIMES} --spins 2 --lioms 1,2 --seconds 400 {FEW_TIMES}\n")
        text, states = self.check()
        self.assertEqual(states, dict.fromkeys(["tests: CPU", "tests: GPU", "memcheck", "racecheck", "GPU against CPU",
                                                "impurity model", "lane counts", "times"], "passed"))
        self.assertEqual(self.result["device"], "Emulated GPU (sm_90)")
        self.assertEqual(self.result["tests_gpu"], {"passed": 1, "failed": 0, "skipped": 0})
        self.assertEqual([size["dim"] for size in self.result["times"]], [8, 16])
        for size in self.result["times"]:
            self.assertTrue(all(bare["equal_bits"] and bare["seconds_per_matrix"] > 0 for bare in size["bare"]))
            self.assertEqual({bare["routine"] for bare in size["bare"]}, {"Xsyevd", "XsyevBatched"})
            self.assertGreater(size["overhead"], 0)
            self.assertGreater(size["realization"][0]["per_second"], 0)
        self.assertEqual([batch["impurity_points"] for batch in self.result["impurity_times"]], [1, 2])
        for batch in self.result["impurity_times"]:
            self.assertGreaterEqual(batch["iterations"], 3 * batch["impurity_points"])
            self.assertGreater(batch["fft_share"], 0)
            for key in ("liom_sum_ns_per_pair", "points_iterations_per_second", "whole_points_per_second"):
                self.assertGreater(batch[key], 0)
        self.assertEqual(self.details["times"], "2 sizes, 2 batches of impurity points, 0 skipped")
        self.assertRegex(self.details["impurity model"], "^2 rows, largest difference [0-9.e-]+; lanes 1 4: equal bytes$")
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
        self.assertIn("2 of 8 steps did not pass", text)

    def test_tests_that_do_not_see_the_device_are_no_pass(self):
        self.write("tree/CTestTestfile.cmake", TESTS.format(gpu=77))
        _, states = self.check(code=1)
        self.assertEqual(states["tests: GPU"], "FAILED")

    def test_other_numbers_than_the_cpu_s_are_found(self):
        self.script("tree/bin/mbl_gpu", small_program().replace("exec", "").replace(
            "esac", 'esac\nfor word; do [ "$folder" = next ] && folder=$word; [ "$word" = --results ] && folder=next; done\n'
            'case "$*" in *"--device cuda"*) sed -i "s/gap_ratio\\(.*\\),\\(0[.][0-9]*\\),/gap_ratio\\1,\\20001,/;'
            's/width_iqr\\(.*\\),[0-9.]*,/width_iqr\\1,7,/" "$folder"/*/summary.csv ;; esac'))
        _, states = self.check(code=1)
        self.assertEqual(states["GPU against CPU"], "FAILED")
        self.assertRegex(self.details["GPU against CPU"], r"\d+ rows, largest difference [0-9.e-]+, \d+ numbers beyond 1e-06, "
                                                          r"first at width_iqr,")

    def impurity_points(self, when, edit):
        """A program whose impurity points are edited after runs whose arguments fit."""
        self.script("tree/bin/mbl_gpu", small_program(MADE_UP_POINTS.format(when=when, edit=edit)))

    def test_other_impurity_points_than_the_cpu_s_are_found(self):
        # A number, `converged`, `iterations`, and what is no number: columns 13, 10, 11, 12.
        changes = (r"2s/,[^,]*$/,0.28372/", r"2s/,[^,]*/,0/9", r"3s/,[^,]*/,10/10", r"3s/,[^,]*/,nan/11")
        self.impurity_points("--device cuda", ";".join(changes))
        _, states = self.check(code=1)
        self.assertEqual({name for name, state in states.items() if state == "FAILED"}, {"impurity model"})
        self.assertEqual(self.details["impurity model"], "2 rows, largest difference 8.7e-07, 3 numbers beyond 1e-06, first at "
                                                         "0.5,2,2,10,30,1,n,20,1 (converged); lanes 1 4: equal bytes")
        self.impurity_points("--device cuda", "2d")
        self.check(code=1)
        self.assertIn("rows do not match (2 and 1)", self.details["impurity model"])

    def test_steps_more_or_less_are_no_other_impurity_points(self):
        self.impurity_points("--device cuda", r"2s/,[^,]*/,9/10;3s/,[^,]*/,4/10;2s/[0-9]$/0/")
        self.check()
        self.assertRegex(self.details["impurity model"], "^2 rows, largest difference [0-9.e-]+; lanes 1 4: equal bytes$")

    def test_impurity_points_that_depend_on_the_lanes_are_found(self):
        self.impurity_points("--threads 4", r"2s/[0-9]$/0/")
        _, states = self.check(code=1)
        self.assertEqual(states["impurity model"], "FAILED")
        self.assertEqual(self.details["impurity model"], "2 rows, largest difference 0.0e+00; lanes 1 and 4 differ")

    def test_bits_that_depend_on_the_lanes_are_found(self):
        self.script("tree/bin/mbl_gpu", small_program().replace("exec", "").replace(
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
        self.assertEqual(self.details["memcheck"], "ERROR SUMMARY: 2 errors, 1 lines name our kernels (fig4)")
        self.script("path/compute-sanitizer", 'errors=0\ncase "$*" in *fig6*) errors=1; echo "== mbl::liom_sum_tiles" ;; esac\n'
                    + SANITIZER.format(summary="ERROR SUMMARY: $errors errors"))
        _, states = self.check(code=1)
        self.assertEqual(self.details["racecheck"], "ERROR SUMMARY: 1 errors, 1 lines name our kernels (fig6)")
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
                         [f"cupy_pipeline.py {size}" for size in ("1 20", "2 10", "3 5")]
                         + [f"cupy_impurity.py 1000 {points}" for points in (1, 8, 32)])
        self.assertEqual(self.details["peers"], "no torch")

    def test_times_of_one_model_alone_are_no_pass(self):
        for line in ('{"dim": 8}', '{"impurity_points":1}'):
            self.script("tree/bin/gpu_times", f"echo '{line}'\n")
            _, states = self.check(code=1)
            self.assertEqual({name for name, state in states.items() if state == "FAILED"}, {"times"})

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


@unittest.skipUnless(importlib.util.find_spec("numpy"), "no numpy to stand in for CuPy")
class CupyImpurity(unittest.TestCase):
    def test_it_converges_to_a_whole_electron(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "cupy.py"), "w", encoding="utf-8") as stream:
                stream.write("import sys\nimport numpy\nsys.modules['cupy'] = numpy\n")
            script = os.path.join(os.environ["MBL_SOURCE"], "bench", "cupy_impurity.py")
            done = subprocess.run([sys.executable, "-B", script, "3", "2"], check=True, capture_output=True, text=True,
                                  timeout=300, env={**os.environ, "PYTHONPATH": folder})
        peer = json.loads(done.stdout)
        self.assertEqual((peer["peer"], peer["liom_count"], peer["points"]), ("cupy", 3, 2))
        self.assertLessEqual(peer["residual"], 1e-10)
        self.assertAlmostEqual(peer["sum_rule"], 1, delta=1e-3)
        self.assertGreater(peer["points_iterations_per_second"], 0)


class GpuTimes(unittest.TestCase):
    def test_points_of_the_impurity_model(self):
        arguments = [TIMES, "--spins", "2", "--lioms", "1", "--points", "0,2", "--impurity-lioms", "5", "--frequencies", "1024"]
        done = subprocess.run([*arguments, "--seconds", "40"], capture_output=True, text=True, timeout=300, check=True)
        batch, size = (json.loads(line) for line in done.stdout.splitlines())
        self.assertEqual((size["dim"], batch["impurity_points"], batch["liom_count"], batch["frequency_count"]), (8, 2, 5, 1024))
        self.assertEqual(batch["converged"], 2)
        self.assertIn("iterations/s", done.stderr)

    def test_points_that_do_not_end_in_time_are_skipped_and_said(self):
        done = subprocess.run([TIMES, "--spins", "2", "--lioms", "1", "--seconds", "4", "--points", "1,1000",
                               "--impurity-lioms", "3", "--frequencies", "512"], capture_output=True, text=True, timeout=300,
                              check=True)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([line["impurity_points"] for line in lines[:-1]], [1, 1000])
        self.assertIn("s needed", lines[1]["skipped"])

    def test_what_does_not_end_in_time_is_skipped_and_said(self):
        done = subprocess.run([TIMES, "--spins", "2", "--lioms", "1,8", "--seconds", "4", "--points", "0"], capture_output=True, text=True,
                              timeout=300, check=True)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([line["dim"] for line in lines], [8, 1024])
        self.assertIn("s needed", lines[1]["skipped"])

    def test_an_error_at_one_size_is_a_line_of_its_own(self):
        done = subprocess.run([TIMES, "--spins", "2", "--lioms", "14", "--points", "0"], capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 69)
        self.assertIn("the largest Hamiltonian that fits", json.loads(done.stdout)["error"])

    def test_usage(self):
        for arguments, code, reason in ((("--spins", "99"), 64, "99 not in range"),
                                          (("--frequencies", "1000"), 64, "--frequencies must be a power of two, got 1000"),
                                          (("--ordinal", "3"), 69, "offer 1 CUDA device")):
            done = subprocess.run([TIMES, *arguments], capture_output=True, text=True, timeout=300)
            self.assertEqual(done.returncode, code)
            self.assertIn(reason, done.stderr)


if __name__ == "__main__":
    unittest.main()
