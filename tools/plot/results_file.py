"""Reads the exact-diagonalization points of results.h5; everything after this trusts its types."""

import contextlib
import json
import os
from dataclasses import dataclass

import h5py
import numpy

from failure import BAD_DATA, INPUT_OUTPUT, PlotFailure

FORMAT = "mbl_gpu"
FORMAT_VERSION = 1
WIDTH = "width_over_spacing_tau_x_M"
THEORY_FORMS = ("implied", "printed")


@dataclass(frozen=True)
class Point:
    """One point. Unit of every width: the level spacing delta_E."""

    index: int  # k of /ed/points/<k>
    panel: str  # may be empty
    geometry: str
    coupling: float  # V1; NaN for explicit LIOMs
    localization_length: float  # xi; NaN for explicit LIOMs
    bubble_spins: int
    liom_count: int
    level_spacing: float  # delta_E, in the energy unit of H
    realizations: int
    widths: numpy.ndarray  # [realizations]; empty at M = 0
    theory: dict  # implied, printed: Eqs. 6 and 7; golden_rule; NaN where undefined

    @property
    def mean(self):
        return float(numpy.mean(self.widths))

    @property
    def stderr(self):
        """Standard error over realizations (ddof = 1); NaN for a single one."""
        count = len(self.widths)
        return float(numpy.std(self.widths, ddof=1) / numpy.sqrt(count)) if count > 1 else float("nan")


@dataclass(frozen=True)
class Results:
    path: str
    figure: str
    theory: str  # the form the campaign asks to draw
    config: dict
    provenance: dict
    every_point: list  # of Point, config order; only those with realizations

    @property
    def points(self):
        """Those with LIOMs."""
        return [point for point in self.every_point if point.liom_count > 0]

    @property
    def seed(self):
        return self.config.get("seed", self.provenance.get("seed"))

    @property
    def mean_liom_energy(self):
        low_high = self.config.get("model", {}).get("liom_energy_range", [0.5, 1.5])
        return float(numpy.mean(low_high))


def read_results(path):
    """@throws PlotFailure 74 unreadable, 65 not a file of ours, too new, or incomplete."""
    with open_results(path) as file:
        return _read(path, file)


@contextlib.contextmanager
def open_results(path):
    """The open HDF5 file; what HDF5 fails to read meanwhile is a PlotFailure, too.

    @throws PlotFailure 74 unreadable, 65 not an HDF5 file or damaged.
    """
    try:
        with open(path, "rb"):
            pass
    except OSError as error:
        raise PlotFailure(INPUT_OUTPUT, f"{path}: {error.strerror}; name the results.h5 that "
                                        "'mbl_gpu --config C' or 'mbl_gpu export' wrote") from error
    if not h5py.is_hdf5(path):
        raise _foreign(path, "not an HDF5 file")
    try:
        file = h5py.File(path, "r")
    except OSError as error:
        raise PlotFailure(BAD_DATA, f"{path}: damaged HDF5 file ({error}); write it again with "
                                    "'mbl_gpu export'") from error
    with file:
        try:
            yield file
        except OSError as error:
            raise PlotFailure(INPUT_OUTPUT, f"{path}: cannot be read ({error}); write it again with "
                                            "'mbl_gpu export'") from error


def _read(path, file):
    found = attribute(file, "format", str, "")
    if found != FORMAT:
        raise _foreign(path, f"root attribute format is {found!r}, not {FORMAT!r}")
    version = attribute(file, "format_version", int)
    if version > FORMAT_VERSION:
        raise PlotFailure(BAD_DATA, f"{path}: format_version {version} is newer than {FORMAT_VERSION}, the "
                                    "newest known here; use the plotting tool of the mbl_gpu that wrote it")
    if "ed/points" not in file:
        raise PlotFailure(BAD_DATA, f"{path}: no /ed/points, so nothing to draw; "
                                    "its figures need a campaign of a goe_bubble model")
    points = file["ed/points"]
    read = (_point(points[name], int(name)) for name in sorted(filter(str.isdigit, points), key=int))
    theory = attribute(file, "theory", str, "implied")
    if theory not in THEORY_FORMS:
        raise PlotFailure(BAD_DATA, f"{path}: root attribute theory is {theory!r}; "
                                    "choose with --theory implied or --theory printed")
    return Results(path=os.fspath(path), figure=attribute(file, "figure", str, ""), theory=theory,
                   config=_json(file, "config"), provenance=_json(file, "provenance"),
                   every_point=[point for point in read if point is not None])


def _point(group, index):
    """The point, or None where there is no realization yet."""
    liom_count = attribute(group, "liom_count", int)
    if attribute(group, "realizations", int) == 0:
        return None
    widths = numpy.empty(0)
    if liom_count > 0:
        widths = numpy.atleast_1d(dataset(group, f"samples/{WIDTH}"))
        if len(widths) == 0 or not numpy.all(numpy.isfinite(widths)):
            raise incomplete(group, f"samples/{WIDTH} is empty or holds non-finite numbers")
    realizations = len(widths) if liom_count > 0 else len(numpy.atleast_1d(dataset(group, "samples/level_spacing")))
    theory = {form: float(group[f"theory/{form}"][()]) if f"theory/{form}" in group else float("nan")
              for form in (*THEORY_FORMS, "golden_rule")}
    return Point(index=index, panel=attribute(group, "panel", str, ""),
                 geometry=attribute(group, "geometry", str), coupling=attribute(group, "coupling", float),
                 localization_length=attribute(group, "localization_length", float),
                 bubble_spins=attribute(group, "bubble_spins", int), liom_count=liom_count,
                 level_spacing=attribute(group, "level_spacing", float), realizations=realizations, widths=widths,
                 theory=theory)


def attribute(group, name, kind, default=None):
    """@throws PlotFailure 65 where it is missing and has no default."""
    value = group.attrs.get(name, default)
    try:
        if isinstance(value, numpy.ndarray):
            value = value.item()
        if isinstance(value, bytes):
            value = value.decode()
        if value is None:
            raise ValueError
        return kind(value)
    except (ValueError, TypeError):
        raise incomplete(group, f"attribute {name} ({kind.__name__}) is missing or unreadable") from None


def _json(file, name):
    try:
        value = json.loads(attribute(file, name, str))
    except ValueError as error:
        raise incomplete(file, f"attribute {name} is not JSON ({error})") from None
    return value if isinstance(value, dict) else {}


def dataset(group, name):
    """The numbers below group/name. @throws PlotFailure 65."""
    if not isinstance(group.get(name), h5py.Dataset):
        raise incomplete(group, f"{name} is missing")
    try:
        return numpy.asarray(group[name][()], dtype=float)
    except (ValueError, TypeError):
        raise incomplete(group, f"{name} does not hold numbers") from None


def incomplete(group, what):
    return PlotFailure(BAD_DATA, f"{group.file.filename}: {group.name}: {what}; "
                                 "write the file again with 'mbl_gpu export'")


def _foreign(path, why):
    return PlotFailure(BAD_DATA, f"{path}: not a results file of mbl_gpu ({why}); name the results.h5 that "
                                 "'mbl_gpu --config C' or 'mbl_gpu export' wrote")
