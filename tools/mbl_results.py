"""Reads the results.h5 of mbl_gpu into plain Python: points, samples, curves, tables; errors by jackknife and bootstrap.

    import mbl_results
    results = mbl_results.read("results/fig4-quick")             # or the results.h5 itself
    table = results.table("entropy_tau_M", geometry="1d_exponential")
    print(table["localization_length"], table["mean"], table["stderr"])
    point = results.select(liom_count=2, localization_length=4)[0]
    print(point.samples["gap_ratio"], point.curve("spectral_thermal_tau_x_M").mean)
    results.plot("width_over_spacing_tau_x_M", geometry="1d_exponential").figure.savefig("widths.png")

Campaigns of the impurity model (Fig. 6) are read the same way. Means and errors are over seeds (draws of the LIOM energies); points
that did not converge are in impurity_points, for you to look at, and in nothing that is averaged:

    results = mbl_results.read("results/fig6-quick")
    table = results.table("shape_distance_to_free", interaction=2)      # any number of the report: "sum_rule", "filling", ...
    print(table["coupling"], table["liom_count"], table["seeds"], table["mean"], table["stderr"])
    point = results.select(coupling=1.5, interaction=2, liom_count=990)[0]
    print(point.converged, point.failure, point.parameters["temperature"], point.report["iterations"])
    rho = point.curve("plot_spectral_function")                         # rho.x: omega, rho.mean; also "liom_spectral_function/0"
    green = point.array("matsubara_green")                              # complex [matsubara_frequency]
    rho = mbl_results.seed_average(results.select(coupling=1.5, interaction=2, liom_count=990), "plot_spectral_function")
    results.plot("plot_spectral_function", by="liom_count", coupling=1.5, interaction=2).figure.savefig("rho.png")
    results.plot("shape_distance_to_free", interaction=2)               # against M, a curve per V

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
# Of a point of the impurity model: what is set, and what is told of its solution.
IMPURITY_PARAMETERS = ("panel", "geometry", "hopping", "liom_bandwidth", "coupling", "interaction", "temperature",
                       "localization_length", "bubble_sites", "liom_density", "layer_rule", "liom_count", "seed")
IMPURITY_REPORT = ("converged", "iterations", "residual", "sum_rule", "filling", "matsubara_mismatch", "eta_bias", "narrowest_width",
                   "eta", "step", "distance_to_free", "shape_distance_to_free", "shape_correlation")
# Arrays of an impurity point by what they are functions of; "liom_spectral_function/<index>" is one of "plot_frequency".
IMPURITY_CURVES = {"spectral_function": "frequency", "plot_spectral_function": "plot_frequency",
                   "matsubara_green": "matsubara_frequency", "matsubara_self_energy": "matsubara_frequency"}


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
    stderr: numpy.ndarray  # [bins], jackknife over groups of realizations; NaN where there is one group. Impurity model: over seeds
    bin_width: float  # NaN for the impurity model, whose curves are values at frequencies


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
    """One point of the impurity model: one draw of the LIOM energies. Parameters and report are attributes, too: point.liom_count."""

    path: str
    index: int  # k of /ipt/points/<k>
    parameters: dict  # those of IMPURITY_PARAMETERS that the file has; V and xi are NaN for explicit LIOMs
    report: dict  # those of IMPURITY_REPORT that the file has; NaN where undefined
    failure: str = ""  # why it did not converge

    def __getattr__(self, name):
        for group in ("parameters", "report"):
            if name in self.__dict__.get(group, {}):
                return self.__dict__[group][name]
        raise AttributeError(f"point {self.__dict__.get('index')} of the impurity model has no {name!r}")

    @property
    def converged(self):
        return bool(self.report.get("converged", False))

    def array(self, name):
        """For example "plot_spectral_function" [plot_frequency], "liom_energy" [M], "liom_spectral_function/0", or the complex
        "matsubara_green" and "matsubara_self_energy" [matsubara_frequency]. @throws ResultsError 65 where there is none."""
        with open_results(self.path) as file:
            group = file[f"ipt/points/{self.index}"]
            if not isinstance(group.get(name), h5py.Dataset):
                raise incomplete(group, f"{name} is missing")
            return group[name][()]

    def curve(self, name):
        """One of IMPURITY_CURVES, or "liom_spectral_function/<index>"; the error of one draw is NaN. @throws ResultsError 65."""
        return seed_average([self], name)

    @property
    def lioms(self):
        """Indices, from 0, of the LIOMs whose spectral functions are kept, ascending."""
        with open_results(self.path) as file:
            return sorted(int(name) for name in file[f"ipt/points/{self.index}"].get("liom_spectral_function", {}))


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
    impurity_points: list  # of ImpurityPoint, config order, converged or not; a campaign has points of one kind

    @property
    def seed(self):
        return self.config.get("seed", self.provenance.get("seed"))

    @property
    def shared_disorder(self):
        """Whether realization r is the same draw at every point."""
        return self.config.get("shared_disorder", True)

    def select(self, **parameters):
        """The points whose parameters have these values, for example geometry="2d_exponential", liom_count=2.

        Of an impurity campaign the report counts as well: converged=True.
        """
        return [point for point in self.points or self.impurity_points
                if all(_equal(getattr(point, name), value) for name, value in parameters.items())]

    def table(self, name, **parameters):
        """{column: array}, a row per point that has this observable: its parameters, realizations, mean, stderr.

        For an impurity campaign a row per setting: its parameters without the seed, seeds (how many), mean and standard error over
        them; points that did not converge are left out.

        @param name  of samples or an integral, for example "gap_ratio"; of an impurity campaign one of IMPURITY_REPORT
        @throws KeyError for another name of an impurity campaign, with those that are known
        """
        if self.impurity_points:
            return self._impurity_table(name, parameters)
        points = [point for point in self.select(**parameters) if name in point.samples or name in point.integrals]
        columns = {column: numpy.array([getattr(point, column) for point in points])
                   for column in (*PARAMETERS, "realizations")}
        estimates = [point.estimate(name) for point in points]
        columns["mean"] = numpy.array([estimate.mean for estimate in estimates])
        columns["stderr"] = numpy.array([estimate.stderr for estimate in estimates])
        return columns

    def _impurity_table(self, name, parameters):
        if name not in IMPURITY_REPORT:
            raise KeyError(f"{name}: not a number of the impurity model's report; known: {', '.join(IMPURITY_REPORT)}")
        groups = [group for group in by_seed(self.select(**parameters)) if name in group[0].report]
        columns = {column: numpy.array([group[0].parameters.get(column, math.nan) for group in groups])
                   for column in IMPURITY_PARAMETERS if column != "seed"}
        columns["seeds"] = numpy.array([len(group) for group in groups], dtype=int)
        estimates = [mean_error([point.report[name] for point in group]) for group in groups]
        columns["mean"] = numpy.array([estimate.mean for estimate in estimates])
        columns["stderr"] = numpy.array([estimate.stderr for estimate in estimates])
        return columns

    def plot(self, name, x="liom_count", by=None, axes=None, **parameters):
        """A table with error bars: a curve per value of `by`, and of every other parameter that varies. Returns the matplotlib axes.

        @param name  as for table(); of an impurity campaign also one of IMPURITY_CURVES, or "liom_spectral_function/<index>": then a
                     curve per setting against omega, with a band of the error over seeds, and `x` means nothing
        @param by    None: localization_length; of an impurity campaign coupling, or liom_count where name is a curve
        """
        is_curve = bool(self.impurity_points) and _is_curve(name)
        by = by or ("localization_length" if not self.impurity_points else "liom_count" if is_curve else "coupling")
        if axes is None:
            from matplotlib.backends.backend_agg import FigureCanvasAgg
            from matplotlib.figure import Figure
            figure = Figure(figsize=(4.5, 3.2), layout="constrained")
            FigureCanvasAgg(figure)
            axes = figure.add_subplot()
        x = self._plot_curves(axes, name, by, parameters) if is_curve else self._plot_table(axes, name, x, by, parameters)
        axes.set_xlabel(x)
        axes.set_ylabel(name)
        if axes.get_legend_handles_labels()[0]:
            axes.legend(title=by, fontsize="small")
        return axes

    def _plot_table(self, axes, name, x, by, parameters):
        table = self.table(name, **parameters)
        varying = [column for column in (IMPURITY_PARAMETERS if self.impurity_points else PARAMETERS)
                   if column in table and column not in ("panel", x, by) and len(set(map(str, table[column]))) > 1]
        settings = {}  # a NaN equals itself as text alone
        for row in range(len(table["mean"])):
            settings.setdefault(tuple(str(table[column][row]) for column in (by, *varying)), []).append(row)
        for rows in sorted(settings.values(), key=lambda rows: table[by][rows[0]]):
            others = [f"{column} {_label(table[column][rows[0]])}" for column in varying]
            label = ", ".join([_label(table[by][rows[0]]), *others])
            rows = numpy.array(rows)[numpy.argsort(table[x][rows], kind="stable")]
            axes.errorbar(table[x][rows], table["mean"][rows], yerr=numpy.nan_to_num(table["stderr"][rows]), marker="o",
                          markersize=3.5, capsize=2, label=label)
        return x

    def _plot_curves(self, axes, name, by, parameters):
        groups = by_seed(self.select(**parameters))
        varying = [column for column in IMPURITY_PARAMETERS if column not in ("panel", "seed", by)
                   and len({str(group[0].parameters.get(column)) for group in groups}) > 1]
        for group in sorted(groups, key=lambda group: getattr(group[0], by)):
            curve = seed_average(group, name)
            label = ", ".join([_label(getattr(group[0], by)), *(f"{column} {_label(getattr(group[0], column))}" for column in varying)])
            line, = axes.plot(curve.x, curve.mean.real, linewidth=0.9, label=label)
            if len(group) > 1:
                axes.fill_between(curve.x, curve.mean.real - curve.stderr, curve.mean.real + curve.stderr, color=line.get_color(),
                                  alpha=0.3, linewidth=0)
        return _abscissa(name)


def read(path):
    """@param path  a results.h5, or the folder that holds it
    @throws ResultsError 74 unreadable, 65 not a file of mbl_gpu, too new, or incomplete
    """
    path = os.path.join(path, "results.h5") if os.path.isdir(path) else path
    with open_results(path) as file:
        check_root(path, file)
        points = [_point(path, group, index) for index, group in _numbered(file, "ed/points")]
        impurity = [_impurity_point(path, group, index) for index, group in _numbered(file, "ipt/points")]
        return Results(path=os.fspath(path), name=attribute(file, "name", str, ""),
                       profile=attribute(file, "profile", str, ""), figure=attribute(file, "figure", str, ""),
                       config=json_attribute(file, "config"), provenance=json_attribute(file, "provenance"),
                       attributes={name: _plain(value) for name, value in file.attrs.items()},
                       points=[point for point in points if point is not None], impurity_points=impurity)


# --- the impurity model: averages over draws of the LIOM energies -----------------------------------------------------------


def by_seed(points):
    """[[ImpurityPoint of each seed]]: what differs in the seed alone belongs together, ascending in it, settings in the points' order.

    Left out: points that did not converge, and a point listed twice.
    """
    groups = {}
    for point in points:
        if point.converged:
            # NaN equals NaN as text
            setting = tuple(str(point.parameters.get(name)) for name in IMPURITY_PARAMETERS if name != "seed")
            groups.setdefault(setting, {}).setdefault(point.parameters.get("seed"), point)
    return [[members[seed] for seed in sorted(members, key=lambda seed: (seed is None, seed))] for members in groups.values()]


def seed_average(points, name):
    """Mean and standard error over points (draws of one setting) of a curve; NaN errors for one point. Complex curves have a complex
    mean and the error of its modulus' displacement, a real number.

    @param name  one of IMPURITY_CURVES, or "liom_spectral_function/<index>"
    @throws ResultsError 65 where one has no such curve, or they are not functions of the same frequencies
    """
    abscissae, values = zip(*((point.array(_abscissa(name)), point.array(name)) for point in points))
    for point, abscissa, one in zip(points, abscissae, values):
        if not numpy.array_equal(abscissa, abscissae[0]) or one.shape != abscissa.shape:
            raise ResultsError(BAD_DATA, f"{point.path}: /ipt/points/{point.index}: {name} is not a function of the "
                                         f"{_abscissa(name)} of /ipt/points/{points[0].index}, so there is no average; take the "
                                         "points one by one")
    count = len(points)
    error = numpy.std(values, axis=0, ddof=1) / math.sqrt(count) if count > 1 else numpy.full(len(abscissae[0]), math.nan)
    return Curve(abscissae[0], numpy.mean(values, axis=0), error, bin_width=math.nan)


def _is_curve(name):
    return name in IMPURITY_CURVES or name.startswith("liom_spectral_function/")


def _abscissa(name):
    """@throws KeyError with the names that are known."""
    if not _is_curve(name):
        known = (*IMPURITY_CURVES, "liom_spectral_function/<index>")
        raise KeyError(f"{name}: not a curve of an impurity point; known: {', '.join(known)}")
    return IMPURITY_CURVES.get(name, "plot_frequency")


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


def _impurity_point(path, group, index):
    values = {name: _plain(value) for name, value in group.attrs.items()}
    return ImpurityPoint(path=os.fspath(path), index=index,
                         parameters={name: values[name] for name in IMPURITY_PARAMETERS if name in values},
                         report={name: values[name] for name in IMPURITY_REPORT if name in values},
                         failure=attribute(group, "failure", str, ""))


def _label(value):
    return value if isinstance(value, str) else f"{value:g}"


def _equal(value, wanted):
    return math.isclose(value, wanted) if isinstance(value, float) else value == wanted


def _plain(value):
    if isinstance(value, (numpy.ndarray, numpy.generic)) and numpy.size(value) == 1:
        value = value.item()
    return value.decode() if isinstance(value, bytes) else value


def _foreign(path, why):
    return ResultsError(BAD_DATA, f"{path}: not a results file of mbl_gpu ({why}); name the results.h5 that "
                                  "'mbl_gpu --config C' or 'mbl_gpu export' wrote")
