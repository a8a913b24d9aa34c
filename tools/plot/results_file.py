"""Reads the exact-diagonalization points of results.h5; everything after this trusts its types."""

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
    """One point with LIOMs. Unit of every width: the level spacing delta_E."""

    index: int  # k of /ed/points/<k>
    panel: str  # may be empty
    geometry: str
    coupling: float  # V1; NaN for explicit LIOMs
    localization_length: float  # xi; NaN for explicit LIOMs
    bubble_spins: int
    liom_count: int
    level_spacing: float  # delta_E, in the energy unit of H
    widths: numpy.ndarray  # [realizations]
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
    points: list  # of Point, config order; only those with LIOMs and realizations

    @property
    def seed(self):
        return self.config.get("seed", self.provenance.get("seed"))

    @property
    def mean_liom_energy(self):
        low_high = self.config.get("model", {}).get("liom_energy_range", [0.5, 1.5])
        return float(numpy.mean(low_high))


def read_results(path):
    """@throws PlotFailure 74 unreadable, 65 not a file of ours, too new, or incomplete."""
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
            return _read(path, file)
        except OSError as error:
            raise PlotFailure(INPUT_OUTPUT, f"{path}: cannot be read ({error}); write it again with "
                                            "'mbl_gpu export'") from error


def _read(path, file):
    found = _attribute(file, "format", str, "")
    if found != FORMAT:
        raise _foreign(path, f"root attribute format is {found!r}, not {FORMAT!r}")
    version = _attribute(file, "format_version", int)
    if version > FORMAT_VERSION:
        raise PlotFailure(BAD_DATA, f"{path}: format_version {version} is newer than {FORMAT_VERSION}, the "
                                    "newest known here; use the plotting tool of the mbl_gpu that wrote it")
    if "ed/points" not in file:
        raise PlotFailure(BAD_DATA, f"{path}: no /ed/points, so no widths to draw; "
                                    "fig4 needs a campaign of a goe_bubble model")
    points = file["ed/points"]
    read = (_point(points[name], int(name)) for name in sorted(filter(str.isdigit, points), key=int))
    theory = _attribute(file, "theory", str, "implied")
    if theory not in THEORY_FORMS:
        raise PlotFailure(BAD_DATA, f"{path}: root attribute theory is {theory!r}; "
                                    "choose with --theory implied or --theory printed")
    return Results(path=os.fspath(path), figure=_attribute(file, "figure", str, ""), theory=theory,
                   config=_json(file, "config"), provenance=_json(file, "provenance"),
                   points=[point for point in read if point is not None])


def _point(group, index):
    """The point, or None where there is nothing to draw: no LIOM, or no realization yet."""
    liom_count = _attribute(group, "liom_count", int)
    if liom_count == 0 or _attribute(group, "realizations", int) == 0:
        return None
    widths = numpy.atleast_1d(_dataset(group, f"samples/{WIDTH}"))
    if len(widths) == 0 or not numpy.all(numpy.isfinite(widths)):
        raise _incomplete(group, f"samples/{WIDTH} is empty or holds non-finite numbers")
    theory = {form: float(group[f"theory/{form}"][()]) if f"theory/{form}" in group else float("nan")
              for form in (*THEORY_FORMS, "golden_rule")}
    return Point(index=index, panel=_attribute(group, "panel", str, ""),
                 geometry=_attribute(group, "geometry", str), coupling=_attribute(group, "coupling", float),
                 localization_length=_attribute(group, "localization_length", float),
                 bubble_spins=_attribute(group, "bubble_spins", int), liom_count=liom_count,
                 level_spacing=_attribute(group, "level_spacing", float), widths=widths, theory=theory)


def _attribute(group, name, kind, default=None):
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
        raise _incomplete(group, f"attribute {name} ({kind.__name__}) is missing or unreadable") from None


def _json(file, name):
    try:
        value = json.loads(_attribute(file, name, str))
    except ValueError as error:
        raise _incomplete(file, f"attribute {name} is not JSON ({error})") from None
    return value if isinstance(value, dict) else {}


def _dataset(group, name):
    if name not in group:
        raise _incomplete(group, f"{name} is missing")
    return numpy.asarray(group[name][()], dtype=float)


def _incomplete(group, what):
    return PlotFailure(BAD_DATA, f"{group.file.filename}: {group.name}: {what}; "
                                 "write the file again with 'mbl_gpu export'")


def _foreign(path, why):
    return PlotFailure(BAD_DATA, f"{path}: not a results file of mbl_gpu ({why}); name the results.h5 that "
                                 "'mbl_gpu --config C' or 'mbl_gpu export' wrote")
