"""Reads the results.h5 of mbl_gpu into plain Python: points, samples, curves, tables; errors by jackknife and bootstrap.

    import mbl_results
    results = mbl_results.read("results/fig4-quick")             # or the results.h5 itself
    table = results.table("entropy_tau_M", geometry="1d_exponential")
    print(table["localization_length"], table["mean"], table["stderr"])
    point = results.select(liom_count=2, localization_length=4)[0]
    print(point.samples["gap_ratio"], point.curve("spectral_thermal_tau_x_M").mean)
    results.plot("width_over_spacing_tau_x_M", geometry="1d_exponential").figure.savefig("widths.png")

Needs numpy and h5py (matplotlib for plot() alone); one file, to be copied to wherever results are taken further.
"""

import contextlib
import json
import math
import os
import zlib
from dataclasses import dataclass, field

import h5py
import numpy

FORMAT = "mbl_gpu"
FORMAT_VERSION = 1
BAD_DATA, INPUT_OUTPUT = 65, 74
PARAMETERS = ("panel", "geometry", "bubble_spins", "coupling", "localization_length", "liom_count")


class ResultsError(Exception):
    """A file that cannot be read (code 74), is not a results file, too new, or incomplete (65). The text names the file and the way out."""

    def __init__(self, code, text):
        super().__init__(" ".join(str(text).split()))
        self.code = code


@dataclass(frozen=True)
class Estimate:
    mean: float
    stderr: float  # NaN where one realization, or one group of them, has none


@dataclass(frozen=True)
class Curve:
    x: numpy.ndarray  # [bins], bin centres
    mean: numpy.ndarray  # [bins], over realizations
    stderr: numpy.ndarray  # [bins], jackknife over groups of realizations; NaN where there is one group
    bin_width: float


@dataclass(frozen=True)
class Point:
    """One setting of all parameters, with its numbers."""

    path: str
    index: int  # k of /ed/points/<k>
    panel: str  # may be empty
    geometry: str
    bubble_spins: int
    coupling: float  # V1; NaN for explicit LIOMs
    localization_length: float  # xi; NaN for explicit LIOMs
    liom_count: int
    realizations: int
    level_spacing: float  # nominal delta_E
    identity: str  # equal where the Hamiltonians are; empty in files without it
    samples: dict = field(repr=False)  # {name: [realizations]}, for example "entropy_tau_M"; "liom_energy": [realizations, M]
    integrals: dict = field(repr=False)  # {name: Estimate}, for example "typical_integral_sigma_x_1"
    theory: dict = field(repr=False)  # {"implied", "printed", "golden_rule": gamma/delta_E}
    curve_names: tuple = field(default=(), repr=False)  # what curve() has

    def estimate(self, name):
        """Mean and standard error of samples or of an integral. @throws KeyError."""
        return self.integrals[name] if name in self.integrals else mean_error(self.samples[name])

    def curve(self, name):
        """For example "thouless_density_sigma_z_N". @throws ResultsError 65 where there is none."""
        with open_results(self.path) as file:
            group, place = file[f"ed/points/{self.index}"], f"curves/{name}"
            arrays = [dataset(group, f"{place}/{part}") for part in ("x", "mean", "stderr")]
            return Curve(*arrays, bin_width=attribute(group[place], "bin_width", float))


@dataclass(frozen=True)
class ImpurityPoint:
    """One point of the impurity model; `parameters` are all its attributes."""

    path: str
    index: int  # k of /ipt/points/<k>
    parameters: dict

    def array(self, name):
        """For example "plot_spectral_function" [plot_frequency]. @throws ResultsError 65 where there is none."""
        with open_results(self.path) as file:
            group = file[f"ipt/points/{self.index}"]
            if not isinstance(group.get(name), h5py.Dataset):
                raise incomplete(group, f"{name} is missing")
            return group[name][()]


@dataclass(frozen=True)
class Results:
    path: str
    name: str
    profile: str
    figure: str
    config: dict
    provenance: dict
    attributes: dict  # of the file's root, as they are
    points: list  # of Point, config order; only those with realizations
    impurity_points: list  # of ImpurityPoint

    @property
    def seed(self):
        return self.config.get("seed", self.provenance.get("seed"))

    @property
    def shared_disorder(self):
        """Whether realization r is the same draw at every point."""
        return self.config.get("shared_disorder", True)

    def select(self, **parameters):
        """The points whose parameters have these values, for example geometry="2d_exponential", liom_count=2."""
        return [point for point in self.points
                if all(_equal(getattr(point, name), value) for name, value in parameters.items())]

    def table(self, name, **parameters):
        """{column: array}, a row per point that has this observable: its parameters, realizations, mean, stderr.

        @param name  of samples or an integral, for example "gap_ratio"
        """
        points = [point for point in self.select(**parameters) if name in point.samples or name in point.integrals]
        columns = {column: numpy.array([getattr(point, column) for point in points])
                   for column in (*PARAMETERS, "realizations")}
        estimates = [point.estimate(name) for point in points]
        columns["mean"] = numpy.array([estimate.mean for estimate in estimates])
        columns["stderr"] = numpy.array([estimate.stderr for estimate in estimates])
        return columns

    def plot(self, name, x="liom_count", by="localization_length", axes=None, **parameters):
        """A table with error bars: a curve per value of `by`. Returns the matplotlib axes."""
        table = self.table(name, **parameters)
        if axes is None:
            from matplotlib.backends.backend_agg import FigureCanvasAgg
            from matplotlib.figure import Figure
            figure = Figure(figsize=(4.5, 3.2), layout="constrained")
            FigureCanvasAgg(figure)
            axes = figure.add_subplot()
        for value in sorted(set(table[by].tolist())):
            rows = numpy.flatnonzero(table[by] == value)
            rows = rows[numpy.argsort(table[x][rows], kind="stable")]
            axes.errorbar(table[x][rows], table["mean"][rows], yerr=numpy.nan_to_num(table["stderr"][rows]), marker="o",
                          markersize=3.5, capsize=2, label=f"{value:g}" if by != "panel" and by != "geometry" else value)
        axes.set_xlabel(x)
        axes.set_ylabel(name)
        if axes.get_legend_handles_labels()[0]:
            axes.legend(title=by, fontsize="small")
        return axes


def read(path):
    """@param path  a results.h5, or the folder that holds it
    @throws ResultsError 74 unreadable, 65 not a file of mbl_gpu, too new, or incomplete
    """
    path = os.path.join(path, "results.h5") if os.path.isdir(path) else path
    with open_results(path) as file:
        check_root(path, file)
        points = [_point(path, group, index) for index, group in _numbered(file, "ed/points")]
        impurity = [ImpurityPoint(os.fspath(path), index, {name: _plain(value) for name, value in group.attrs.items()})
                    for index, group in _numbered(file, "ipt/points")]
        return Results(path=os.fspath(path), name=attribute(file, "name", str, ""),
                       profile=attribute(file, "profile", str, ""), figure=attribute(file, "figure", str, ""),
                       config=json_attribute(file, "config"), provenance=json_attribute(file, "provenance"),
                       attributes={name: _plain(value) for name, value in file.attrs.items()},
                       points=[point for point in points if point is not None], impurity_points=impurity)


# --- errors ---------------------------------------------------------------------------------------------------------------


def mean_error(samples):
    """Mean and standard error over realizations (ddof = 1)."""
    samples = numpy.asarray(samples, dtype=float)
    error = numpy.std(samples, ddof=1) / math.sqrt(len(samples)) if len(samples) > 1 else math.nan
    return Estimate(float(numpy.mean(samples)), float(error))


def jackknife(statistic, *samples):
    """Delete-one jackknife of a function of samples that share their realizations: statistic(*samples) -> number."""
    count = min(map(len, samples))
    samples = [numpy.asarray(one, dtype=float)[:count] for one in samples]
    full = float(statistic(*samples))
    if count < 2:
        return Estimate(full, math.nan)
    left = numpy.array([statistic(*(numpy.delete(one, out, axis=0) for one in samples)) for out in range(count)])
    return Estimate(full, float(math.sqrt((count - 1) * numpy.mean((left - left.mean())**2))))


def bootstrap_weights(replicas, realizations, stream=0):
    """[replicas, realizations] of whole numbers: how often a realization is in a replica, Poisson with mean 1.

    A pure function of (stream, replica, realization), by Philox: points that share realizations are resampled together,
    however many each of them has. Points that do not share their draws take different streams.
    """
    cumulative, term = [], math.exp(-1)
    for k in range(20):
        cumulative.append((cumulative[-1] if k else 0.0) + term)
        term /= k + 1
    uniform = numpy.empty((replicas, realizations))
    for replica in range(replicas):
        bits = numpy.random.Philox(key=numpy.array([stream, replica], dtype=numpy.uint64))
        uniform[replica] = (bits.random_raw(realizations) >> numpy.uint64(11)) * 2.0**-53
    return numpy.searchsorted(cumulative, uniform, side="right").astype(float)


def bootstrap_stream(point, shared_disorder):
    """Points that share their draws have one stream; without shared disorder each set of equal Hamiltonians has its own."""
    return 0 if shared_disorder else 1 + zlib.crc32(point.identity.encode())


def weighted_means(samples, weights):
    """[replicas]: the mean of each replica; NaN for one that drew none of these realizations."""
    samples = numpy.asarray(samples, dtype=float)
    weights = weights[:, :len(samples)]
    total = weights.sum(axis=1)
    with numpy.errstate(invalid="ignore"):
        return (weights @ samples) / numpy.where(total > 0, total, math.nan)


def bootstrap(statistic, *samples, replicas=1000):
    """A function of means: statistic(mean of each of the samples) -> number. The error is that of the replicas."""
    full = float(statistic(*(float(numpy.mean(one)) for one in samples)))
    weights = bootstrap_weights(replicas, max(map(len, samples)))
    means = [weighted_means(one, weights) for one in samples]
    values = numpy.array([statistic(*row) for row in zip(*means)])
    return Estimate(full, float(numpy.nanstd(values, ddof=1)))


# --- the file -------------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def open_results(path):
    """The open HDF5 file; what HDF5 fails to read meanwhile is a ResultsError, too.

    @throws ResultsError 74 unreadable, 65 not an HDF5 file or damaged.
    """
    try:
        with open(path, "rb"):
            pass
    except OSError as error:
        raise ResultsError(INPUT_OUTPUT, f"{path}: {error.strerror}; name the results.h5 that "
                                         "'mbl_gpu --config C' or 'mbl_gpu export' wrote") from error
    if not h5py.is_hdf5(path):
        raise _foreign(path, "not an HDF5 file")
    try:
        file = h5py.File(path, "r")
    except OSError as error:
        raise ResultsError(BAD_DATA, f"{path}: damaged HDF5 file ({error}); write it again with "
                                     "'mbl_gpu export'") from error
    with file:
        try:
            yield file
        except OSError as error:
            raise ResultsError(INPUT_OUTPUT, f"{path}: cannot be read ({error}); write it again with "
                                             "'mbl_gpu export'") from error


def check_root(path, file):
    """@throws ResultsError 65 not a file of mbl_gpu, or too new."""
    found = attribute(file, "format", str, "")
    if found != FORMAT:
        raise _foreign(path, f"root attribute format is {found!r}, not {FORMAT!r}")
    version = attribute(file, "format_version", int)
    if version > FORMAT_VERSION:
        raise ResultsError(BAD_DATA, f"{path}: format_version {version} is newer than {FORMAT_VERSION}, the newest known here; use "
                                     "the tools of the mbl_gpu that wrote it")


def attribute(group, name, kind, default=None):
    """@throws ResultsError 65 where it is missing and has no default."""
    try:
        value = _plain(group.attrs.get(name, default))
        if value is None:
            raise ValueError
        return kind(value)
    except (ValueError, TypeError):
        raise incomplete(group, f"attribute {name} ({kind.__name__}) is missing or unreadable") from None


def json_attribute(file, name):
    """The JSON object in a root attribute. @throws ResultsError 65."""
    try:
        value = json.loads(attribute(file, name, str))
    except ValueError as error:
        raise incomplete(file, f"attribute {name} is not JSON ({error})") from None
    return value if isinstance(value, dict) else {}


def dataset(group, name):
    """The numbers below group/name. @throws ResultsError 65."""
    if not isinstance(group.get(name), h5py.Dataset):
        raise incomplete(group, f"{name} is missing")
    try:
        return numpy.asarray(group[name][()], dtype=float)
    except (ValueError, TypeError):
        raise incomplete(group, f"{name} does not hold numbers") from None


def incomplete(group, what):
    return ResultsError(BAD_DATA, f"{group.file.filename}: {group.name}: {what}; write the file again with 'mbl_gpu export'")


def _numbered(file, name):
    """(k, group) below a group of numbered points, ascending; nothing where the group is not there."""
    points = file.get(name, {})
    return [(int(key), points[key]) for key in sorted(filter(str.isdigit, points), key=int)]


def _point(path, group, index):
    """The point, or None where there is no realization yet."""
    realizations = attribute(group, "realizations", int)
    if realizations == 0:
        return None
    samples = {name: numpy.atleast_1d(dataset(group, f"samples/{name}")) for name in group.get("samples", {})}
    integrals = {name: Estimate(*(float(dataset(group, f"integrals/{name}/{part}")) for part in ("mean", "stderr")))
                 for name in group.get("integrals", {})}
    theory = {name: float(dataset(group, f"theory/{name}")) for name in group.get("theory", {})}
    return Point(path=os.fspath(path), index=index, panel=attribute(group, "panel", str, ""),
                 geometry=attribute(group, "geometry", str), bubble_spins=attribute(group, "bubble_spins", int),
                 coupling=attribute(group, "coupling", float),
                 localization_length=attribute(group, "localization_length", float),
                 liom_count=attribute(group, "liom_count", int), realizations=realizations,
                 level_spacing=attribute(group, "level_spacing", float), identity=attribute(group, "identity", str, ""),
                 samples=samples, integrals=integrals, theory=theory, curve_names=tuple(group.get("curves", ())))


def _equal(value, wanted):
    return math.isclose(value, wanted) if isinstance(value, float) else value == wanted


def _plain(value):
    if isinstance(value, (numpy.ndarray, numpy.generic)) and numpy.size(value) == 1:
        value = value.item()
    return value.decode() if isinstance(value, bytes) else value


def _foreign(path, why):
    return ResultsError(BAD_DATA, f"{path}: not a results file of mbl_gpu ({why}); name the results.h5 that "
                                  "'mbl_gpu --config C' or 'mbl_gpu export' wrote")
