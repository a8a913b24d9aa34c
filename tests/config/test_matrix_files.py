"""Bubbles from files that numpy and h5py have written, through the program."""

import json
import os
import unittest

import h5py
import numpy
from config_case import ConfigCase, run

CHECK_PATH = "; check /model/bubble/matrix/file, where a relative path starts at the config's folder\n"


def symmetric(rows, seed=1):
    numbers = numpy.random.default_rng(seed).normal(size=(rows, rows))
    return (numbers + numbers.T) / 2


class MatrixFiles(ConfigCase):
    def config(self, matrix):
        return self.write({"name": "t", "sweeps": [{"geometry": "explicit", "liom_count": [2]}], "realizations": 1,
                           "model": {"kind": "goe_bubble", "bubble": {"ensemble": "explicit", "matrix": matrix},
                                     "lioms": {"energy": [0.7, 1.2], "coupling": [1.0, 0.3]}}})

    def replay(self, matrix, **keywords):
        return run("replay", "--config", self.config(matrix), "--device", "cpu", "--point", 0, "--realization", 0,
                   "--json", **keywords)

    def energies(self, matrix, **keywords):
        done = self.replay(matrix, **keywords)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)["energies"]

    def assert_refused(self, matrix, code, message):
        done = self.replay(matrix)
        self.assert_fails(done, code)
        self.assertEqual(done.stderr, f"mbl_gpu: {self.folder}/{message}")

    def save(self, array, name="bubble.npy"):
        numpy.save(self.folder / name, array)
        return {"file": name}

    def save_hdf5(self, array, name="bubble.h5", dataset="/H", **keywords):
        with h5py.File(self.folder / name, "w") as file:
            file.create_dataset(dataset, data=array, **keywords)
        return {"file": name, "dataset": dataset}


class Equal(MatrixFiles):
    """The energies are those of the same numbers written inline, to the last bit."""

    def setUp(self):
        super().setUp()
        self.matrix = symmetric(4)
        self.inline = self.energies(self.matrix.tolist())

    def test_npy(self):
        for name, array in {"C order": self.matrix, "Fortran order": numpy.asfortranarray(self.matrix),
                            "big-endian": self.matrix.astype(">f8"),
                            "a view": numpy.repeat(self.matrix, 2, axis=0)[::2]}.items():
            with self.subTest(name):
                self.assertEqual(self.energies(self.save(array)), self.inline)

    def test_npy_versions(self):
        for version in ((1, 0), (2, 0), (3, 0)):
            with self.subTest(version):
                with open(self.folder / "bubble.npy", "wb") as file:
                    numpy.lib.format.write_array(file, self.matrix, version=version)
                self.assertEqual(self.energies({"file": "bubble.npy"}), self.inline)

    def test_hdf5(self):
        for name, keywords in {"contiguous": {}, "compressed": {"chunks": (3, 2), "compression": "gzip", "shuffle": True},
                               "big-endian": {"dtype": ">f8"}, "extensible": {"maxshape": (None, None)}}.items():
            with self.subTest(name):
                self.assertEqual(self.energies(self.save_hdf5(self.matrix, dataset="/a/b c", **keywords)), self.inline)

    def test_latest_hdf5_format_and_a_soft_link(self):
        with h5py.File(self.folder / "bubble.h5", "w", libver="latest") as file:
            file["data"] = self.matrix
            file["H"] = h5py.SoftLink("/data")
        self.assertEqual(self.energies({"file": "bubble.h5", "dataset": "H"}), self.inline)

    def test_other_number_types(self):
        integers = numpy.array([[1, -2], [-2, 3]])
        inline = self.energies(integers.tolist())
        for dtype in ("i1", "<i2", ">i4", "<i8", "<f4", ">f4"):
            with self.subTest(dtype):
                self.assertEqual(self.energies(self.save(integers.astype(dtype))), inline)
                self.assertEqual(self.energies(self.save_hdf5(integers.astype(dtype))), inline)
        for dtype in ("u1", "<u2", ">u4", "<u8"):
            with self.subTest(dtype):
                self.assertEqual(self.energies(self.save(abs(integers).astype(dtype))),
                                 self.energies(abs(integers).tolist()))
        single = self.matrix.astype("f4")
        self.assertEqual(self.energies(self.save(single)), self.energies(single.astype(float).tolist()))

    def test_paths(self):
        (self.folder / "data").mkdir()
        self.save(self.matrix, "data/bubble.npy")
        (self.folder / "link.npy").symlink_to("data/bubble.npy")
        for file in ("data/bubble.npy", "./data/../link.npy", str(self.folder / "data" / "bubble.npy")):
            for folder in ("/", self.folder, self.folder / "data"):
                with self.subTest(file, folder=folder):
                    self.assertEqual(self.energies({"file": file}, cwd=folder), self.inline)
        relative = run("replay", "--config", "../config.json", "--device", "cpu", "--point", 0, "--realization", 0,
                       "--json", cwd=self.folder / "data")
        self.assertEqual(json.loads(relative.stdout)["energies"], self.inline)

    def test_a_large_matrix(self):
        matrix = symmetric(4096)
        for name in (self.save(matrix), self.save_hdf5(matrix)):
            done = run("validate", "--config", self.config(name))
            self.assertEqual(done.returncode, 0, done.stderr)


class Refused(MatrixFiles):
    def test_elements(self):
        matrix = symmetric(4)
        matrix[1, 3] = 7
        matrix[3, 1] = 7.5
        message = "H[1, 3] must equal its mirror H[3, 1] exactly, got 7 and 7.5; store (H + H.T)/2\n"
        self.assert_refused(self.save(matrix), 65, f"bubble.npy: {message}")
        self.assert_refused(self.save(numpy.asfortranarray(matrix)), 65, f"bubble.npy: {message}")
        self.assert_refused(self.save_hdf5(matrix), 65, f'bubble.h5: dataset "/H": {message}')
        matrix[2, 0] = numpy.nan
        message = "H[2, 0] must be a finite number, got nan; store numbers below 1.8e308 only\n"
        self.assert_refused(self.save(matrix), 65, f"bubble.npy: {message}")
        self.assert_refused(self.save_hdf5(matrix), 65, f'bubble.h5: dataset "/H": {message}')

    def test_the_way_out_works(self):
        matrix = numpy.random.default_rng(2).normal(size=(4, 4))
        self.assertEqual(self.replay(self.save(matrix)).returncode, 65)
        self.assertEqual(self.replay(self.save((matrix + matrix.T) / 2)).returncode, 0)

    def test_shapes(self):
        square = "; store H_b as an array of 2^N rows and 2^N columns\n"
        rows = "the number of rows must be a power of two from 2 to 4096, got "
        for array, message in ((numpy.zeros(4), "must be a square matrix, got the shape (4,)" + square),
                               (numpy.float64(1), "must be a square matrix, got the shape ()" + square),
                               (numpy.zeros((2, 4)), "must be a square matrix, got the shape (2, 4)" + square),
                               (numpy.zeros((2, 2, 2)), "must be a square matrix, got the shape (2, 2, 2)" + square),
                               (numpy.zeros((0, 0)), rows + "0; N spins need 2^N rows, for example 4 for two spins\n"),
                               (numpy.eye(6), rows + "6; N spins need 2^N rows, for example 4 for two spins\n")):
            with self.subTest(array.shape):
                self.assert_refused(self.save(array), 65, f"bubble.npy: {message}")
                self.assert_refused(self.save_hdf5(array), 65, f'bubble.h5: dataset "/H": {message}')

    def test_a_header_that_promises_too_much(self):
        for shape in ((4096, 4096), (1 << 40, 1 << 40)):
            with open(self.folder / "bubble.npy", "wb") as file:
                numpy.lib.format.write_array_header_1_0(
                    file, {"descr": "<f8", "fortran_order": False, "shape": shape})
            self.assert_fails(self.replay({"file": "bubble.npy"}), 65, f"{self.folder}/bubble.npy: ")
        with h5py.File(self.folder / "bubble.h5", "w") as file:
            file.create_dataset("H", shape=(1 << 20, 1 << 20), dtype="f8", chunks=(64, 64))
        self.assert_fails(self.replay({"file": "bubble.h5", "dataset": "H"}), 65, "got 1048576")

    def test_types(self):
        real = "must hold real numbers (float64, float32 or integers), got "
        advice = "as such, for example"
        plain = symmetric(2)
        for array, npy, hdf5 in (
                (plain.astype(complex), "the dtype '<c16'", "a compound type (as complex numbers are stored)"),
                (plain > 0, "the dtype '|b1'", "an enumeration (as booleans are stored)"),
                (plain.astype("f2"), "the dtype '<f2'", "floats of 2 bytes"),
                (plain.astype(numpy.longdouble), "the dtype '<f16'", "floats of 16 bytes"),
                (plain.astype("S8"), "the dtype '|S8'", "strings"),
                (plain.astype(object), "the dtype '|O'", None)):
            with self.subTest(npy):
                self.assert_refused(self.save(array), 65,
                                    f"bubble.npy: {real}{npy}; save them {advice} "
                                    "numpy.save(file, H.real.astype(float))\n")
                if hdf5:
                    self.assert_refused(self.save_hdf5(array), 65,
                                        f'bubble.h5: dataset "/H": {real}{hdf5}; store them {advice} '
                                        "H.real.astype(float)\n")
        self.assert_refused(self.save(numpy.zeros((2, 2), dtype=[("a", "<f8")])), 65,
                            f"bubble.npy: {real}a structured dtype; save one field, for example "
                            'numpy.save(file, H["name"])\n')

    def test_other_files(self):
        advice = "; write it with numpy.save or h5py\n"
        must = "must be a NumPy .npy or an HDF5 file, got "
        numpy.savez(self.folder / "bubble.npz", H=symmetric(2))
        done = self.replay({"file": "bubble.npz"})
        self.assert_fails(done, 65, f"{self.folder}/bubble.npz: {must}the first bytes \"PK\\x03\\x04", advice)
        (self.folder / "bubble.npy").write_text("1 2\n2 1\n")
        self.assert_refused({"file": "bubble.npy"}, 65, f'bubble.npy: {must}the first bytes "1 2\\x0a2 1\\x0a"{advice}')
        (self.folder / "bubble.npy").write_bytes(b"")
        self.assert_refused({"file": "bubble.npy"}, 65, f"bubble.npy: {must}an empty file{advice}")

    def test_damaged_files(self):
        self.save(symmetric(64))
        self.save_hdf5(symmetric(64))
        for name in ("bubble.npy", "bubble.h5"):
            with open(self.folder / name, "r+b") as file:
                file.truncate(3000)
        self.assert_refused({"file": "bubble.npy"}, 65,
                            "bubble.npy: must hold 32768 bytes of numbers after its header, got 2872; the file is "
                            "truncated, copy or save it again\n")
        self.assert_fails(self.replay({"file": "bubble.h5", "dataset": "/H"}), 65,
                          f"{self.folder}/bubble.h5: HDF5 cannot open it: truncated file: eof = 3000",
                          "; copy or write the file again, and close it in other programs")

    def test_datasets(self):
        self.save_hdf5(symmetric(2), dataset="/a/H")
        self.assert_refused({"file": "bubble.h5"}, 65,
                            "bubble.h5: of an HDF5 file one dataset must be named; write { \"file\": ..., "
                            '"dataset": "/H" }, its root holds "a"\n')
        self.assert_refused({"file": "bubble.h5", "dataset": "/b"}, 65,
                            "bubble.h5: dataset \"/b\": HDF5 cannot open it: object 'b' doesn't exist; "
                            'its root holds "a"\n')
        self.assert_refused({"file": "bubble.h5", "dataset": "/a"}, 65,
                            'bubble.h5: dataset "/a": must be a dataset, got a group; write the dataset\'s full path, '
                            '"/a/H"\n')
        self.save(symmetric(2))
        self.assert_refused({"file": "bubble.npy", "dataset": "/H"}, 65,
                            'bubble.npy: a .npy file is one array without datasets, got the dataset "/H"; '
                            "remove /model/bubble/matrix/dataset\n")

    def test_what_cannot_be_opened(self):
        self.assert_refused({"file": "bubble.npy"}, 74,
                            f"bubble.npy: cannot be opened: No such file or directory{CHECK_PATH}")
        (self.folder / "folder").mkdir()
        self.assert_refused({"file": "folder"}, 74, f"folder: is a directory{CHECK_PATH}")
        os.mkfifo(self.folder / "pipe")
        self.assert_refused({"file": "pipe"}, 74, f"pipe: is not a regular file{CHECK_PATH}")

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_without_permission(self):
        self.save(symmetric(2))
        (self.folder / "bubble.npy").chmod(0)
        self.assert_refused({"file": "bubble.npy"}, 74, f"bubble.npy: cannot be opened: Permission denied{CHECK_PATH}")


class Kept(MatrixFiles):
    def test_the_results_name_the_file_and_identify_the_numbers(self):
        identities = []
        for matrix in (self.save(symmetric(4), "one.npy"), self.save(symmetric(4), "two.npy"), symmetric(4).tolist(),
                       self.save(symmetric(4, seed=2))):
            done = run("--config", self.config(matrix), "--device", "cpu", "--results", self.folder, "--threads", 1)
            self.assertTrue((self.folder / "t-paper" / "results.h5").exists(), done.stderr)
            with h5py.File(self.folder / "t-paper" / "results.h5") as file:
                self.assertEqual(json.loads(file.attrs["config"])["model"]["bubble"]["matrix"], matrix)
                identities.append(file["/ed/points/0"].attrs["identity"])
        self.assertEqual(identities[0], identities[1])
        self.assertEqual(identities[0], identities[2])
        self.assertNotEqual(identities[0], identities[3])


if __name__ == "__main__":
    unittest.main()
