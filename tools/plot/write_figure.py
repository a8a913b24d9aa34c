"""PNG and SVG with bytes that depend on the figure alone, each replaced whole or not at all."""

import os

from failure import INPUT_OUTPUT, PlotFailure


def write_figure(figure, directory, name, description):
    """Writes directory/name.png and .svg and returns the paths. @throws PlotFailure 74."""
    metadata = {"png": {"Software": "mbl_gpu", "Description": description},
                "svg": {"Creator": "mbl_gpu", "Description": description, "Date": None}}
    paths = []
    for suffix, entries in metadata.items():
        path = os.path.join(directory, f"{name}.{suffix}")
        temporary = os.path.join(directory, f".{name}.{suffix}.{os.getpid()}.tmp")
        try:
            os.makedirs(directory, exist_ok=True)
            with open(temporary, "wb") as stream:
                figure.savefig(stream, format=suffix, metadata=entries)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(temporary, path)
        except OSError as error:
            raise PlotFailure(INPUT_OUTPUT, f"{path}: cannot be written ({error.strerror or error}); free space "
                                            "there or choose a folder with --output-dir") from error
        finally:
            if os.path.exists(temporary):
                os.remove(temporary)
        paths.append(path)
    return paths
