"""The one exception of the plotting tools; the codes are those of mbl_gpu itself."""

USAGE = 64
BAD_DATA = 65
MISSING_MODULE = 69
INPUT_OUTPUT = 74


class PlotFailure(Exception):
    """Ends the program with `code`; the text is one line: file, what is wrong, way out."""

    def __init__(self, code, text):
        super().__init__(" ".join(str(text).split()))
        self.code = code
