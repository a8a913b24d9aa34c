"""Verdicts as a table to read, as Markdown and as JSON."""

import json
import math
import os
import textwrap

from .verdict import AGREEMENT, AGREES, DISAGREES, FAMILY, UNDECIDED


def value_words(number):
    """"0.89 +- 0.03 (mean of 12 points)"."""
    if number is None:
        return "no data"
    if math.isnan(number.estimate):
        return "undefined"
    if not math.isfinite(number.stderr):
        return f"{number.estimate:.4g}, no error ({number.what})"
    digits = 6 if number.stderr == 0 else max(0, min(9, 1 - math.floor(math.log10(number.stderr))))
    text = f"{number.estimate:.{digits}f}" if number.stderr else f"{number.estimate:.6g}"
    error = f"{number.stderr:.{digits}f}" if number.stderr else "0"
    return f"{text} +- {error} ({number.what})"


def p_words(verdict):
    def word(p):
        return "-" if math.isnan(p) else "< 1e-6" if p < 1e-6 else f"{p:.2g}"
    return word(verdict.p_agree), word(verdict.p_disagree)


def counts(verdicts):
    number = {word: sum(one.verdict == word for one in verdicts) for word in (AGREES, DISAGREES, UNDECIDED)}
    return f"{number[AGREES]} agree, {number[DISAGREES]} disagree, {number[UNDECIDED]} {UNDECIDED}"


def rule_words(verdicts):
    tested = sum(not math.isnan(one.p_disagree) for one in verdicts)
    return (f"agrees: inside its region at the {100 * AGREEMENT:g} % level (p of being outside); disagrees: some number outside, at a "
            f"family-wise {100 * FAMILY:g} % over the {tested} statements tested (Holm; p of being inside, times the numbers tested); "
            "else not enough data")


def text(found):
    """@param found  [(System, [Verdict])]"""
    parts = []
    for system, verdicts in found:
        parts.append(f"{system.name}: {counts(verdicts)}")
        parts += ["  " + os.path.normpath(file) for file in system.files] + [""]
        for one in verdicts:
            parts.append(f"{one.verdict.upper() if one.verdict == DISAGREES else one.verdict:<16} {one.statement.key}"
                         f"  [{one.statement.place}]")
            parts.append(_indented(one.statement.text))
            outside, inside = p_words(one)
            parts.append(_indented(f"{value_words(one.number)}; wanted: {one.statement.criterion}; p outside {outside}, "
                                   f"inside {inside}"))
            if one.evidence.remark:
                parts.append(_indented(one.evidence.remark))
        parts += ["", textwrap.fill(rule_words(verdicts) + ".", 120), ""]
    return "\n".join(parts)


def _indented(words):
    return textwrap.fill(words, 120, initial_indent=" " * 17, subsequent_indent=" " * 17)


def markdown(found, keys=None):
    """Tables for docs/gallery.md. @param keys  of the statements to show; None: all"""
    parts = []
    for system, verdicts in found:
        shown = [one for one in verdicts if keys is None or one.statement.key in keys]
        if not shown:
            continue
        parts += [f"{system.name}: {counts(shown)}.", "", "| The paper says | Number | Wanted | Verdict |", "|---|---|---|---|"]
        for one in shown:
            word = f"**{one.verdict}**" if one.verdict == DISAGREES else one.verdict
            said = f"{one.statement.text} ({one.statement.place})"
            number = value_words(one.number).replace("+-", "±")
            if one.evidence.remark:
                number += f"; {one.evidence.remark.replace('+-', '±')}"
            parts.append(f"| {_cell(said)} | {_cell(number)} | {_cell(one.statement.criterion)} | {word} |")
        parts.append("")
    return "\n".join(parts)


def _cell(words):
    return words.replace("|", "\\|")


def as_json(found):
    def number(one):
        """p_outside, p_inside: the p-values of being outside and inside, named as the statement's own."""
        return None if one is None else {
            **{name: _finite(getattr(one, name)) for name in ("what", "estimate", "stderr", "low", "high", "degrees")},
            "p_outside": one.inside_p, "p_inside": one.outside_p}
    return json.dumps({"significance": {"agrees": AGREEMENT, "disagrees_family": FAMILY}, "systems": [
        {"name": system.name, "files": system.files, "statements": [
            {"key": one.statement.key, "place": one.statement.place, "text": one.statement.text,
             "criterion": one.statement.criterion, "verdict": one.verdict, "number": number(one.number),
             "p_outside": _finite(one.p_agree), "p_inside": _finite(one.p_disagree), "remark": one.evidence.remark,
             "numbers": list(map(number, one.evidence.numbers)), "guards": list(map(number, one.evidence.guards))}
            for one in verdicts]} for system, verdicts in found]}, indent=1)


def _finite(value):
    return None if isinstance(value, float) and not math.isfinite(value) else value
