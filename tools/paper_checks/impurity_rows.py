"""Points of the impurity model as rows of ipt_summary.csv, sorted by what they must share to be compared."""

import csv
import math

import mbl_results

# What a system has in common, and its symbol. The last two are in results.h5 alone; a table is taken to be of the paper's values.
SHARED = (("interaction", "U"), ("temperature", "T"), ("localization_length", "xi"), ("bubble_sites", "N"), ("liom_density", "n_L"),
          ("layer_rule", "layers"), ("hopping", "t"), ("liom_bandwidth", "W"))
USUAL = {"hopping": 1.0, "liom_bandwidth": 2.0}
PAPER = {"interaction": 2.0, "temperature": 2.0, "localization_length": 10.0, "bubble_sites": 30.0, "liom_density": 1.0, "layer_rule": "n",
         **USUAL}  # of these Sec. IV speaks
BUBBLE = [column for column, _ in SHARED].index("bubble_sites")
NEEDED = ("coupling", "interaction", "liom_count", "seed", "converged", "distance_to_free", "shape_distance_to_free",
          "shape_correlation")


def of_table(file):
    """The rows of ipt_summary.csv. @throws mbl_results.ResultsError 65 where a column is missing."""
    with open(file, newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    missing = [name for name in NEEDED if rows and name not in rows[0]]
    if missing:
        raise mbl_results.ResultsError(mbl_results.BAD_DATA, f"{file}: no column {missing[0]}; write it again with 'mbl_gpu export'")
    return rows


def of_points(results):
    """The same of a results.h5, with hopping and liom_bandwidth, which the table does not have."""
    return [{name: str(value) for name, value in {**point.parameters, **point.report}.items() if name != "panel"}
            for point in results.impurity_points]


def sort(rows, file, systems):
    """Adds rows to systems {key: (files, {(V, M, seed): row})}; the same point of another campaign is the same point, rather one that
    converged. Left out: U = 0, which is its own reference, and explicit LIOMs, of which the paper says nothing.

    @throws mbl_results.ResultsError 65 where rows of one file differ by parameters that it does not tell
    """
    seen = {}
    for row in rows:
        if not value(row, "interaction") > 0 or math.isnan(value(row, "coupling")):
            continue
        key = tuple(_shared(row, column) for column, _ in SHARED)
        point = value(row, "coupling"), value(row, "liom_count"), row["seed"]
        if seen.setdefault((key, point), row) != row:
            raise mbl_results.ResultsError(
                mbl_results.BAD_DATA, f"{file}: two rows with V = {point[0]:g}, M = {point[1]:g} and seed {point[2]} differ, by "
                                      "hopping or liom_bandwidth, which this table does not tell; name the campaign's results.h5 instead")
        files, kept = systems.setdefault(key, ([], {}))
        if file not in files:
            files.append(file)
        if point not in kept or converged(row):
            kept[point] = row


def name(key):
    """For a heading: "impurity model, U = 2, T = 2"; t and W where they are not the paper's; at last what differs from the paper's."""
    other = [symbol for (column, symbol), shared in zip(SHARED, key) if shared not in (None, PAPER[column])]
    words = [f"{symbol} = {shared if isinstance(shared, str) else format(shared, 'g')}" for (column, symbol), shared in zip(SHARED, key)
             if shared is not None and shared != USUAL.get(column)]
    return ", ".join(["impurity model", *words]) + f" (the paper has another {' and '.join(other)})" * bool(other)


def of_other_bubbles(key, systems):
    """Rows of the systems that differ from this one in N alone."""
    def rest(one):
        return one[:BUBBLE] + one[BUBBLE + 1:]

    return [row for other, (_, rows) in systems.items() if other != key and rest(other) == rest(key) for row in rows.values()]


def value(row, column):
    """NaN where the row has no such number."""
    try:
        return float(row[column])
    except (KeyError, TypeError, ValueError):
        return math.nan


def converged(row):
    return row["converged"].strip().lower() in ("1", "true", "yes")


def _shared(row, column):
    """A number, a text, or None where the row does not have it."""
    found = value(row, column)
    return USUAL.get(column, row.get(column)) if math.isnan(found) else found
