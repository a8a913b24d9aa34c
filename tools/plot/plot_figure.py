#!/usr/bin/python3
"""Draws the figure of a results.h5 as PNG and SVG; equal input gives equal bytes.

Exit codes: 0 drawn; 64 usage; 65 not a results file of ours, too new, or incomplete;
69 a Python module is missing; 74 reading or writing failed.
"""

import argparse
import importlib
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from failure import BAD_DATA, MISSING_MODULE, USAGE, PlotFailure  # noqa: E402

# Each a module of this name with draw(), and with read() where its points are not those of exact diagonalization.
FIGURES = ("fig3", "fig4", "fig5", "fig6", "figS1", "figS2", "figS3", "figS4")
DEFAULTS = {"ed/points": "fig4", "ipt/points": "fig6"}  # of a file that names none, by what it holds


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        raise PlotFailure(USAGE, f"{message}; see plot_figure.py --help")


def plot(arguments):
    """Reads, draws, writes; returns the paths written. @throws PlotFailure."""
    parser = _Parser(prog="plot_figure.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("results", metavar="RESULTS.h5")
    parser.add_argument("--figure", choices=FIGURES, help="default: what the file says")
    parser.add_argument("--output-dir", metavar="DIR", help="default: beside the file")
    parser.add_argument("--theory", choices=("implied", "printed"),
                        help="fig4: Eq. 7 as V_M implies it, or as printed; default: what the file says")
    parser.add_argument("--dpi", type=int, default=300, choices=range(30, 1201), metavar="DPI", help="of the PNG; default: 300")
    options = parser.parse_args(arguments)
    _require_modules()

    from results_file import ResultsError
    try:
        return _draw(options)
    except ResultsError as error:
        raise PlotFailure(error.code, error) from error


def _draw(options):
    import matplotlib
    from results_file import figure_of, holds, read_results
    from style import RC_PARAMS
    from write_figure import write_figure

    default = DEFAULTS["ipt/points" if holds(options.results, "ipt/points") else "ed/points"]
    name = options.figure or figure_of(options.results) or default
    if name not in FIGURES:
        raise PlotFailure(BAD_DATA, f"{options.results}: figure {name!r} cannot be drawn by this version, only "
                                    f"{', '.join(FIGURES)}; add --figure {default} to draw the "
                                    f"{'spectral functions' if default == 'fig6' else 'widths'} it holds")
    module = importlib.import_module(name)
    results = getattr(module, "read", read_results)(options.results)
    directory = options.output_dir or os.path.dirname(os.path.abspath(options.results))
    description = f"mbl_gpu revision {results.provenance.get('revision', 'unknown')}, seed {results.seed}"
    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # a user's matplotlibrc changes nothing
        matplotlib.rcParams.update({**RC_PARAMS, "savefig.dpi": options.dpi})
        figure = module.draw(results, options.theory)
        return write_figure(figure, directory, name, description)


def _require_modules():
    try:
        import h5py, matplotlib, numpy  # noqa: E401,F401
    except ImportError as error:
        raise PlotFailure(MISSING_MODULE, f"{sys.executable}: {error}; run 'sudo apt-get install python3-h5py "
                                          "python3-matplotlib' and start this with /usr/bin/python3") from error


def main():
    try:
        for path in plot(sys.argv[1:]):
            print(path)
        return 0
    except PlotFailure as failure:
        print(f"plot_figure.py: {failure}", file=sys.stderr)
        return failure.code


if __name__ == "__main__":
    sys.exit(main())
