"""The figure at the end of a campaign, drawn again, and when Python is not there."""

import os
import unittest

from program import BAD_DATA, DOCUMENTED, INPUT_OUTPUT, TINY, USAGE, ProgramTest, changed, read_bytes


class FigureTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.config = self.write(TINY)

    def figure(self, suffix="png"):
        return self.path("results", "tiny-paper", "fig4." + suffix)


class Redrawn(FigureTest):
    def test_plot_again_and_with_the_printed_form(self):
        self.call("--config", self.config)  # results alone
        self.assertEqual(self.files("results", "tiny-paper"), ["results.h5", "summary.csv"])
        done = self.call("plot", "--config", self.config, figures=True)
        self.assertEqual(done.stdout.splitlines(),
                         ["results/tiny-paper/fig4.png", "results/tiny-paper/fig4.svg"])
        first = [read_bytes(self.figure(suffix)) for suffix in ("png", "svg")]
        os.remove(self.figure("png"))
        self.call("plot", "--config", self.config, figures=True)
        self.assertEqual([read_bytes(self.figure(suffix)) for suffix in ("png", "svg")], first)
        self.call("plot", "--config", self.config, "--theory", "printed", figures=True)
        self.assertNotEqual([read_bytes(self.figure(suffix)) for suffix in ("png", "svg")], first)

    def test_the_config_may_ask_for_the_printed_form(self):
        self.call("--config", self.config, "--set", "/theory=printed", figures=True)
        printed = read_bytes(self.figure("svg"))
        self.call("plot", "--config", self.config, "--theory", "implied", figures=True)
        self.assertNotEqual(read_bytes(self.figure("svg")), printed)


class EveryFigure(ProgramTest):
    def test_a_campaign_draws_the_figure_that_its_config_names(self):
        sweeps = [{"panel": panel, "geometry": geometry, "localization_length": [0.6, 4], "liom_count": [0, 1, 2]}
                  for panel, geometry in (("a", "1d_exponential"), ("c", "2d_exponential"), ("inset a", "1d_exponential"))]
        config = self.write(changed(TINY, sweeps=sweeps, realizations=9))  # two groups: errors of curves, too
        for figure in ("fig3", "fig4", "fig5", "figS1", "figS2", "figS3", "figS4"):
            self.call("--config", config, "--set", f"/figure={figure}", "--results", figure, figures=True)
            self.assertEqual(self.files(figure, "tiny-paper"),
                             sorted([f"{figure}.png", f"{figure}.svg", "results.h5", "summary.csv"]))


class Refused(FigureTest):
    def test_no_results_yet(self):
        self.refused("results/tiny-paper/results.h5: no such file; run the campaign first: mbl_gpu --config "
                     "config.json", "plot", "--config", self.config, code=INPUT_OUTPUT)
        self.refused("else where/tiny-quick/results.h5: no such file; run the campaign first: mbl_gpu --config "
                     "config.json --profile quick", "plot", "--config", self.config, "--profile", "quick", "--results",
                     "else where", code=INPUT_OUTPUT)

    def test_not_a_results_file(self):
        os.makedirs(self.path("results", "tiny-paper"))
        self.write("something else", os.path.join("results", "tiny-paper", "results.h5"))
        done = self.call("plot", "--config", self.config, code=BAD_DATA, figures=True)
        self.assertIn("results.h5", done.stderr)
        self.assertNotIn("Traceback", done.stderr)

    def test_unknown_form(self):
        self.refused("--theory: foo not in {implied,printed}; see mbl_gpu --help", "plot", "--config", self.config,
                     "--theory", "foo", code=USAGE)


class Interrupted(FigureTest):
    def campaign_without(self, python):
        from program import PROGRAM, SECONDS, environment
        import subprocess
        return subprocess.run([PROGRAM, "--config", self.config], cwd=self.folder, capture_output=True, timeout=SECONDS,
                              encoding="utf-8", env=environment(MBL_PYTHON=python))

    def assert_results_are_complete(self):
        self.assertEqual(self.files("results", "tiny-paper"), ["results.h5", "summary.csv"])
        self.call("plot", "--config", self.config, figures=True)
        self.assertEqual(len(self.files("results", "tiny-paper")), 4)

    def test_the_script_fails(self):
        done = self.campaign_without("/bin/false")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("the results are complete, the figure is not drawn", done.stderr)
        self.assertIn("mbl_gpu plot", done.stderr)
        self.assert_results_are_complete()

    def test_the_exit_code_of_a_script_that_fails_is_a_documented_one(self):
        self.assertIn(self.campaign_without("/bin/false").returncode, DOCUMENTED - {0})

    def test_no_interpreter(self):
        done = self.campaign_without("/no/such/python3")
        self.assertEqual(done.returncode, INPUT_OUTPUT)
        self.assertIn("/no/such/python3", done.stderr)
        self.assert_results_are_complete()

    def test_without_an_interpreter_too_the_user_learns_that_results_are_complete(self):
        done = self.campaign_without("/no/such/python3")
        self.assertIn("the results are complete", done.stderr)
        self.assertIn("mbl_gpu plot", done.stderr)


if __name__ == "__main__":
    unittest.main()
