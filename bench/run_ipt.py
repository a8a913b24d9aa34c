#!/usr/bin/env python3
"""Runs the impurity model's benches and the NumPy peer in one go, and all of Fig. 6; writes bench/results/<name>.json and
prints the table of the README.

    bench/run_ipt.py NAME [--quick] [--build DIR]        after: cmake --preset bench && cmake --build --preset bench

Ratios are taken within this run, on this machine: medians of repetitions that are interleaved at random. What it reads of
`ipt_points` (google benchmark; every count is per iteration of the benchmark, one thread):

    liom_sum/<M>           one LIOM sum on the default grid; counter `pairs`, (frequency, LIOM) pairs
    fft/<batch>            all FFTs of one iteration of `batch` points
    self_consistency/<M>   iterations of a batch of points; counter `points_iterations`, points x iterations
    whole_point/<M>        one point at V = 1.5, U = 2, T = 2, seed 1: grid, twins, plotted curves, distances
"""
import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PYTHON = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable
SECONDS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
COUNTERS = ("pairs", "points_iterations")


def google_benchmark(program, liom_counts, repetitions):
    """{name: {argument: {"seconds": […], counters}}} of the repetitions asked for."""
    pattern = "^fft/|" + "|".join(f"/{m}(/|$)" for m in liom_counts)
    command = [program, f"--benchmark_filter={pattern}", "--benchmark_format=json",
               f"--benchmark_repetitions={repetitions}", "--benchmark_enable_random_interleaving=true",
               "--benchmark_min_time=0.05"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    times = {}
    for row in json.loads(output)["benchmarks"]:
        if row.get("error_occurred"):
            sys.exit(f"{program}: {row['name']}: {row['error_message']}")
        if row["run_type"] != "iteration":
            continue
        name, argument = row["name"].split("/")[:2]
        entry = times.setdefault(name, {}).setdefault(int(argument), {"seconds": []})
        entry["seconds"].append(row["real_time"] * SECONDS[row["time_unit"]])
        entry |= {counter: row[counter] for counter in COUNTERS if counter in row}
    return times


def numpy_peer(lioms):
    command = [PYTHON, "-B", ROOT / "bench/numpy_impurity.py", "--liom-count", str(lioms), "--coupling", "1.5", "--summary"]
    output = subprocess.run(command, check=True, capture_output=True, text=True,
                            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"}).stdout
    return json.loads(output)


def fig6_seconds(program):
    """Wall seconds of all of Fig. 6 on the CPU, into an empty folder, and of drawing its figure, which they contain."""
    with tempfile.TemporaryDirectory() as folder:
        common = ["--config", ROOT / "configs/fig6.json", "--results", folder]
        start = time.perf_counter()
        subprocess.run([program, *common, "--device", "cpu", "--progress", "none"], check=True, stdout=subprocess.DEVNULL)
        solved = time.perf_counter()
        subprocess.run([program, "plot", *common], check=True, stdout=subprocess.DEVNULL)
        return {"seconds": solved - start, "figure_seconds": time.perf_counter() - solved}


def row_of(times, lioms, peer):
    def median(name, argument=lioms):
        return statistics.median(times[name][argument]["seconds"])

    def spread(name):
        return [min(times[name][lioms]["seconds"]), max(times[name][lioms]["seconds"])]

    per_iteration = median("self_consistency") / times["self_consistency"][lioms]["points_iterations"]
    batch = max(times["fft"])
    names = ("liom_sum", "self_consistency", "whole_point")
    iterations = sum(attempt["iterations"] for attempt in peer["tries"])
    return {"liom_count": lioms, "liom_sum_ns_per_pair": 1e9 * median("liom_sum") / times["liom_sum"][lioms]["pairs"],
            "points_iterations_per_second": 1 / per_iteration, "fft_batch": batch,
            "fft_share": median("fft", batch) / batch / per_iteration, "whole_point_seconds": median("whole_point"),
            "numpy_whole_point_seconds": sum(peer["seconds"].values()), "numpy_steps_seconds": peer["seconds"],
            "numpy_over_ours": sum(peer["seconds"].values()) / median("whole_point"),
            "numpy_points_iterations_per_second": iterations / peer["seconds"]["grid"],
            "spread_seconds": {name: spread(name) for name in names}}


def write(name, program, result):
    versions = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout.split("\n")
    cpu = next(line.split(": ")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
    result = {"machine": {"cpu": cpu, "cores": os.cpu_count(), "system": platform.platform()}, "program": versions[0],
              "libraries": versions[1]} | result
    path = ROOT / "bench/results" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(result, indent=1) + "\n")
    return path


def table(result):
    lines = ["| M | LIOM sum, ns per pair and core | points x iterations per second | FFT share | whole point | NumPy over ours |",
             "|---|---|---|---|---|---|"]
    for r in result["rows"]:
        lines.append(f"| {r['liom_count']} | {r['liom_sum_ns_per_pair']:.2f} | {r['points_iterations_per_second']:.4g} | "
                     f"{100 * r['fft_share']:.0f} % | {r['whole_point_seconds']:.3g} s | {r['numpy_over_ours']:.1f}x |")
    fig6 = result.get("fig6")
    if fig6:
        lines.append(f"\nAll of Fig. 6: {fig6['seconds'] - fig6['figure_seconds']:.1f} s, and {fig6['figure_seconds']:.1f} s "
                     "to draw it.")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name")
    parser.add_argument("--quick", action="store_true", help="M = 55 and 990, few repetitions, no Fig. 6")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/bench", help="the build tree (build/bench)")
    arguments = parser.parse_args()
    programs = {name: arguments.build / "bin" / name for name in ("ipt_points", "mbl_gpu")}
    for program in programs.values():
        if not program.exists():
            sys.exit(f"{program}: not there; cmake --preset bench && cmake --build --preset bench")
    result = {"numpy": "", "rows": []}
    for lioms in (55, 990) if arguments.quick else (55, 990, 10011):
        times = google_benchmark(programs["ipt_points"], [lioms], 3 if arguments.quick or lioms > 5000 else 7)
        peer = numpy_peer(lioms)
        result["numpy"] = peer["numpy"]
        result["rows"].append(row_of(times, lioms, peer))
        path = write(arguments.name, programs["mbl_gpu"], result)  # after every size: nothing measured is lost
        print(json.dumps(result["rows"][-1]), file=sys.stderr, flush=True)
    if not arguments.quick:
        result["fig6"] = fig6_seconds(programs["mbl_gpu"])
        path = write(arguments.name, programs["mbl_gpu"], result)
    print(table(result))
    print(f"\nwritten: {path}", file=sys.stderr)


if __name__ == "__main__":
    main()
