#!/usr/bin/env python3
"""Runs the exact-diagonalization benches and the NumPy peer in one go; writes bench/results/<name>.json and prints the
table of the README.

    bench/run_ed.py NAME [--quick]        after: cmake --preset bench && cmake --build --preset bench

Ratios are taken within this run, on this machine: medians of repetitions that are interleaved at random.
"""
import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = ROOT / "build/bench/bin"
PYTHON = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable


def google_benchmark(liom_counts, repetitions):
    pattern = "|".join(f"/{m}(/|$)" for m in liom_counts)
    command = [BIN / "ed_realization", f"--benchmark_filter={pattern}", "--benchmark_format=json",
               f"--benchmark_repetitions={repetitions}", "--benchmark_enable_random_interleaving=true",
               "--benchmark_min_time=0.05"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    times = {}
    for row in json.loads(output)["benchmarks"]:
        if row["run_type"] != "iteration":
            continue
        name, lioms = row["name"].split("/")[:2]
        key = (name + ("_two_lanes" if "threads:2" in row["name"] else ""), int(lioms))
        entry = times.setdefault(key, {"ms": [], "doubles_per_dim2": row["doubles_per_dim2"]})
        entry["ms"].append(row["real_time"])
    return times


def numpy_peer(lioms, count):
    output = subprocess.run([PYTHON, ROOT / "bench/numpy_pipeline.py", str(lioms), str(count)], check=True,
                            capture_output=True, text=True, env={**os.environ, "OPENBLAS_NUM_THREADS": "2"}).stdout
    return json.loads(output)


def peak_memory(lioms):
    """Resident bytes that one realization adds to the program, over D^2 doubles."""
    def peak(m):
        sets = ["--set", "/model/bubble/spins=8", "--set", f'/sweeps=[{{"liom_count":{m},"localization_length":4}}]',
                "--set", "/realizations=1"]
        process = subprocess.Popen([BIN / "mbl_gpu", "replay", "--config", ROOT / "configs/fig4.json", *sets, "--point",
                                    "0", "--realization", "0"], stdout=subprocess.DEVNULL)
        return os.wait4(process.pid, 0)[2].ru_maxrss * 1024
    dim = 2 ** (8 + lioms)
    return (peak(lioms) - peak(0)) / (8 * dim * dim)


def row_of(times, lioms, peer):
    def median(name):
        return statistics.median(times[(name, lioms)]["ms"])

    def spread(name):
        values = times[(name, lioms)]["ms"]
        return [min(values), max(values)]

    # google benchmark reports wall time over all iterations of all threads: per realization already
    one, two, bare = median("realization"), median("realization_two_lanes"), median("bare_eigensolver")
    row = {"dim": 2 ** (8 + lioms), "liom_count": lioms, "bare_eigensolver_ms": bare, "realization_ms": one,
           "realization_with_scale_ms": median("realization_with_scale"), "two_lanes_ms_per_realization": two,
           "overhead": one / bare, "two_lanes_gain": one / two,
           "doubles_per_dim2_planned": times[("realization", lioms)]["doubles_per_dim2"],
           "spread_ms": {name: spread(name) for name in ("bare_eigensolver", "realization", "realization_two_lanes")}}
    if lioms > 0:
        row["steps_ms"] = {name: median(name) for name in ("assemble", "gate", "spectral_functions", "thouless", "entropies")}
        row["doubles_per_dim2_resident"] = peak_memory(lioms)
        row["numpy_ms"] = 1e3 * peer["seconds_per_realization"]
        row["numpy_over_ours"] = row["numpy_ms"] / two
    return row


def write(name, rows, numpy_version):
    versions = subprocess.run([BIN / "mbl_gpu", "--version"], check=True, capture_output=True, text=True).stdout.split("\n")
    cpu = next(line.split(": ")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
    result = {"machine": {"cpu": cpu, "cores": os.cpu_count(), "system": platform.platform()}, "program": versions[0],
              "libraries": versions[1], "numpy": numpy_version, "rows": rows}
    path = ROOT / "bench/results" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(result, indent=1) + "\n")
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name")
    parser.add_argument("--quick", action="store_true", help="up to dim 1024, few repetitions")
    arguments = parser.parse_args()
    liom_counts = range(0, 3) if arguments.quick else range(0, 5)
    rows, numpy_version = [], ""
    for lioms in liom_counts:
        times = google_benchmark([lioms], {3: 5, 4: 2}.get(lioms, 7))
        peer = numpy_peer(lioms, max(1, 40 >> (2 * lioms))) if lioms > 0 else None
        numpy_version = peer["numpy"] if peer else numpy_version
        rows.append(row_of(times, lioms, peer))
        path = write(arguments.name, rows, numpy_version)  # after every size: nothing measured is lost
        print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    print("| dim | bare dsyevd | realization, all observables | overhead | two lanes over one | memory / D^2 doubles | NumPy over ours, two cores |")
    print("|---|---|---|---|---|---|---|")
    for r in rows:
        peer = f"{r['numpy_over_ours']:.1f}x" if "numpy_over_ours" in r else "-"
        memory = f"{r['doubles_per_dim2_resident']:.2f}" if "doubles_per_dim2_resident" in r else "-"
        print(f"| {r['dim']} | {r['bare_eigensolver_ms']:.4g} ms | {r['realization_ms']:.4g} ms | {r['overhead']:.3f} | "
              f"{r['two_lanes_gain']:.2f} | {memory} | {peer} |")
    print(f"\nwritten: {path}", file=sys.stderr)


if __name__ == "__main__":
    main()
