"""The program as it is built where there is no HDF5: a campaign leaves summary.csv and says so; HDF5 matrices are
refused with the way out. Needs the standard library only."""

import json
import os
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["MBL_GPU"]
CONFIG = {
    "name": "tiny", "seed": 7, "model": {"kind": "goe_bubble", "bubble": {"spins": 2}},
    "sweeps": [{"geometry": "1d_exponential", "localization_length": [4], "liom_count": [1]}], "realizations": 2,
}


class WithoutHdf5(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def call(self, *arguments, config=None, code=0):
        if config:
            with open(os.path.join(self.folder, "config.json"), "w", encoding="utf-8") as stream:
                json.dump(config, stream)
        done = subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def test_a_campaign_leaves_the_summary_and_says_what_is_not_there(self):
        done = self.call("--config", "config.json", config=CONFIG)
        self.assertIn("summary.csv only: this program was built without HDF5", done.stderr)
        left = os.listdir(os.path.join(self.folder, "results", "tiny-paper"))
        self.assertIn("summary.csv", left)
        self.assertNotIn("results.h5", left)
        with open(os.path.join(self.folder, "results", "tiny-paper", "summary.csv"), encoding="utf-8") as stream:
            self.assertIn("width_over_spacing,1d_exponential,2,1,4,1,tau_x_M,2,", stream.read())

    def test_a_campaign_of_the_impurity_model_leaves_its_own_table(self):
        config = {"name": "tiny", "model": {"kind": "impurity"}, "sweeps": [{"interaction": 0, "liom_count": 0}]}
        done = self.call("--config", "config.json", config=config)
        self.assertIn("ipt_summary.csv only: this program was built without HDF5", done.stderr)
        left = os.listdir(os.path.join(self.folder, "results", "tiny-paper"))
        self.assertEqual(sorted(left), ["ipt_summary.csv", "log.jsonl"])
        self.assertIn("finished already", self.call("--config", "config.json").stderr)

    def test_an_hdf5_matrix_is_refused_with_the_way_out(self):
        with open(os.path.join(self.folder, "H.h5"), "wb") as stream:
            stream.write(b"\x89HDF\r\n\x1a\n" + bytes(100))
        for dataset in ({}, {"dataset": "/H"}):
            model = {"kind": "goe_bubble", "bubble": {"ensemble": "explicit", "matrix": {"file": "H.h5", **dataset}}}
            done = self.call("validate", "--config", "config.json", config={**CONFIG, "model": model}, code=65)
            self.assertIn("H.h5", done.stderr)
            self.assertIn("built without HDF5; convert it where h5py is", done.stderr)

    def test_plot_says_who_writes_the_results(self):
        done = self.call("plot", "--config", "config.json", config=CONFIG, code=74)
        self.assertIn("built without HDF5 and writes none", done.stderr)

    def test_the_version_names_it(self):
        self.assertIn("no HDF5", self.call("--version").stdout)


if __name__ == "__main__":
    unittest.main()
