// How fast a GPU is here: points of the impurity model; the bare library eigensolver, and whole realizations around it, on the
// same matrices.
#include "backend/gpu_seam.hpp"
#include "bare_eigensolver.hpp"
#include "core/errors.hpp"
#include "core/version.hpp"
#include "device_memory.hpp"
#include "eigensolver.hpp"
#include "hamiltonians.hpp"
#include "impurity_times.hpp"
#include "whole_realizations.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <bit>
#include <chrono>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace {

using namespace mbl;
using namespace mbl::bench;

struct Options {
    int bubble_spins = 8;
    std::vector<int> liom_counts{1, 2, 3, 4, 5, 6};
    std::vector<Index> points{1, 8, 32};
    ImpurityCase impurity;
    double seconds = 240;
    int lanes = 0;
    int ordinal = 0;
};

/// Seconds since the program began.
double now() {
    static const auto start = std::chrono::steady_clock::now();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

Plan plan_of(const Options& options, int liom_count, const Limits& limits) {
    Config config;
    config.name = "gpu_times";
    config.model.bubble.spins = options.bubble_spins;
    SweepConfig sweep;
    sweep.localization_length = {4.0};
    sweep.liom_count = {0, liom_count};
    config.sweeps = {sweep};
    config.realizations.uniform = 4096; // more than are computed
    return make_plan(config, limits);
}

const Problem& problem_of(const Plan& plan, int liom_count) {
    return *std::ranges::find(plan.problems, liom_count, &Problem::liom_count);
}

/// Lanes whose blocks fit into the memory that nobody uses.
int lanes_that_fit(int lanes, const Problem& problem) {
    return static_cast<int>(
        std::clamp<Index>(free_device_memory() / std::max<Index>(1, problem.bytes_in_flight), 1, lanes));
}

std::vector<BareTimes> bare_times(const Problem& problem, const Plan& plan, int lanes, BubbleScales& scales,
                                  double seconds) {
    constexpr Index batched_worth_a_look = 2048; // the solver table may be wrong by one size
    constexpr Index lanes_worth_a_look = 4096;
    const Index together = problem.dim <= batched_worth_a_look ? problem.block_size : 1;
    const std::vector<double> matrices = hamiltonians(problem, problem_of(plan, 0), together, scales);
    const Index one_by_one = std::min<Index>(together, 8);
    std::vector<BareTimes> all{time_bare_eigensolver(Routine::syevd, problem.dim, one_by_one, matrices, 1, seconds)};
    if (together > 1) {
        all.push_back(time_bare_eigensolver(Routine::syev_batched, problem.dim, together, matrices, 1, seconds));
    }
    if (problem.dim <= lanes_worth_a_look && lanes > 1) {
        all.push_back(time_bare_eigensolver(Routine::syevd, problem.dim, one_by_one, matrices, lanes, seconds));
    }
    return all;
}

/// What one lane of the program calls for this size, out of what was timed.
double bare_seconds(const std::vector<BareTimes>& all, Index dim) {
    const bool batched = eigensolver_routine(dim) == EigensolverRoutine::batched;
    const auto routine = batched && all.size() > 1 ? Routine::syev_batched : Routine::syevd;
    const auto& seconds = std::ranges::find(all, routine, &BareTimes::routine)->seconds_per_matrix;
    return seconds[seconds.size() / 2];
}

/// Every line stands on its own and is flushed: what was measured stays, whatever happens later.
void print_line(const nlohmann::ordered_json& object) {
    fmt::print("{}\n", object.dump());
    std::fflush(stdout);
}

template <class Times>
nlohmann::ordered_json list_of(const std::vector<Times>& all) {
    auto list = nlohmann::ordered_json::array();
    for (const Times& times : all) list.push_back(to_json(times));
    return list;
}

/// Measures one size within `seconds`, as far as its measurements can be divided, and prints its line.
/// @return seconds per realization of one lane.
double measure(const Options& options, const Device& device, int liom_count, double seconds) {
    const Limits limits = gpu_limits(options.ordinal, options.lanes);
    const Plan plan = plan_of(options, liom_count, limits);
    const Problem& problem = problem_of(plan, liom_count);
    const double end = now() + seconds;
    BubbleScales scales;
    const int lanes = lanes_that_fit(limits.lanes_max, problem);
    const std::vector<BareTimes> bare = bare_times(problem, plan, lanes, scales, std::min(1.5, seconds / 12));
    std::vector<WholeTimes> whole{
        time_whole_realizations(device, plan, problem.index, scales, 1, std::min(3.0, seconds / 8))};
    // Lanes share the device: all of them together take about as long as one after the other.
    const double block_seconds = whole.front().median() * static_cast<double>(problem.block_size);
    if (lanes > 1 && now() + 2 * lanes * block_seconds < end) {
        whole.push_back(
            time_whole_realizations(device, plan, problem.index, scales, lanes, std::min(5.0, (end - now()) / 2)));
    }

    const double overhead = whole.front().median() / bare_seconds(bare, problem.dim);
    print_line({{"dim", problem.dim},
                {"bubble_spins", problem.bubble_spins},
                {"liom_count", liom_count},
                {"device", device.model},
                {"block", problem.block_size},
                {"bytes_in_flight", problem.bytes_in_flight},
                {"overhead", overhead},
                {"bare", list_of(bare)},
                {"realization", list_of(whole)}});
    const bool equal = std::ranges::all_of(bare, [](const BareTimes& times) { return times.equal_bits; });
    fmt::print(stderr, "{:>6} {:>12.4g} {:>12.4g} {:>9.3f} {:>12.4g} {:>6} {:>10}\n", problem.dim,
               1e3 * bare_seconds(bare, problem.dim), 1e3 * whole.front().median(), overhead, 1 / whole.back().median(),
               whole.back().lanes, equal ? "equal" : "DIFFER");
    return whole.front().median();
}

/// What a size takes at least, from the seconds per realization at a smaller one: two blocks of realizations, and two
/// batches for the solver alone.
double seconds_needed(Index dim, Index smaller_dim, double smaller_seconds) {
    constexpr double preparation = 2;
    const double ratio = static_cast<double>(dim) / static_cast<double>(smaller_dim);
    return preparation + 4 * static_cast<double>(block_size(dim)) * ratio * ratio * ratio * smaller_seconds;
}

/// Measures points of the impurity model solved together, prints their line. @return seconds per point that it takes at least:
/// three times the whole, once the iterations alone.
double measure_points(const Options& options, const Device& device, Index points, double seconds) {
    ImpurityCase what = options.impurity;
    what.points = points;
    const ImpurityTimes times = time_impurity_points(device.ordinal, what, seconds);
    const nlohmann::ordered_json line = to_json(times);
    print_line(line);
    fmt::print(stderr, "{:>6} {:>12.4g} {:>12.0f} {:>12.4g} {:>12.4g}\n", points,
               line["liom_sum_ns_per_pair"].get<double>(), 100 * times.fft_share(),
               times.points_iterations_per_second(), line["whole_points_per_second"].get<double>());
    return 4 * times.whole_seconds / static_cast<double>(points);
}

/// The impurity model, in an eighth of the time that is there. @return exit status.
int run_impurity(const Options& options, const Device& device) {
    constexpr double enough = 6; // a card ends its repetitions sooner
    const double end = now() + options.seconds / 8;
    const double share = std::min(enough, options.seconds / 8 / static_cast<double>(options.points.size()));
    fmt::print(stderr, "{:>6} {:>12} {:>12} {:>12} {:>12}\n", "points", "ns per pair", "FFT %", "iterations/s",
               "points/s");
    double seconds_per_point = 0;
    for (const Index points : options.points) {
        const double left = std::max(0.0, end - now());
        const double needed = seconds_per_point * static_cast<double>(points);
        if (needed > left) {
            const std::string reason = fmt::format("skipped: {:.0f} s left, about {:.0f} s needed", left, needed);
            print_line({{"impurity_points", points}, {"skipped", reason}});
            fmt::print(stderr, "{:>6} {}\n", points, reason);
            continue;
        }
        try {
            seconds_per_point = measure_points(options, device, points, std::min(left, share));
        } catch (const Error& error) {
            print_line({{"impurity_points", points}, {"error", error.what()}});
            fmt::print(stderr, "{:>6} {}\n", points, error.what());
            return static_cast<int>(error.exit_code());
        }
    }
    return 0;
}

int run(const Options& options) {
    const Device device = choose_device({DeviceRequest::Choice::cuda, options.ordinal});
    fmt::print(stderr, "{}, {}\n", device.model, library_versions());
    int status = options.points.empty() ? 0 : run_impurity(options, device);
    fmt::print(stderr, "{:>6} {:>12} {:>12} {:>9} {:>12} {:>6} {:>10}\n", "dim", "bare ms", "one lane ms", "overhead",
               "lanes: per s", "lanes", "two solves");
    Index last_dim = 1;
    double last_seconds = 0; // per realization
    for (const int liom_count : options.liom_counts) {
        const Index dim = Index{1} << (options.bubble_spins + liom_count);
        const double left = std::max(0.0, options.seconds - now());
        const double needed = seconds_needed(dim, last_dim, last_seconds);
        if (needed > left) {
            const std::string reason = fmt::format("skipped: {:.0f} s left, about {:.0f} s needed", left, needed);
            print_line({{"dim", dim}, {"skipped", reason}});
            fmt::print(stderr, "{:>6} {}\n", dim, reason);
            continue;
        }
        try {
            last_seconds = measure(options, device, liom_count, left);
            last_dim = dim;
        } catch (const Error& error) {
            print_line({{"dim", dim}, {"error", error.what()}});
            fmt::print(stderr, "{:>6} {}\n", dim, error.what());
            status = static_cast<int>(error.exit_code());
        }
    }
    return status;
}

} // namespace

int main(int argc, char** argv) {
    try {
        static_cast<void>(now());
        Options options;
        CLI::App app(
            "gpu_times: the impurity model, the bare eigensolver and whole realizations on a GPU, a JSON line each on stdout, "
            "a table on stderr. Exit codes: 0 measured; 64 usage; 69 no device");
        app.add_option("--spins", options.bubble_spins, "Bubble spins N")
            ->check(CLI::Range(1, 12))
            ->capture_default_str();
        app.add_option("--lioms", options.liom_counts, "LIOMs M, ascending: dim = 2^(N+M)")
            ->delimiter(',')
            ->check(CLI::Range(1, 15))
            ->capture_default_str();
        app.add_option("--points", options.points, "Impurity points solved together, ascending (0: none)")
            ->delimiter(',')
            ->check(CLI::Range(0, 1024))
            ->capture_default_str();
        app.add_option("--impurity-lioms", options.impurity.liom_count, "Their LIOMs")
            ->check(CLI::Range(1, 1'000'000))
            ->capture_default_str();
        app.add_option("--frequencies", options.impurity.frequency_count, "Their frequencies, a power of two")
            ->check(CLI::Range(256, 1 << 20))
            ->capture_default_str();
        app.add_option("--seconds", options.seconds, "Sizes that would not end in time are skipped")
            ->check(CLI::PositiveNumber)
            ->capture_default_str();
        app.add_option("--lanes", options.lanes, "Lanes side by side (0: the program's choice)")
            ->check(CLI::Range(0, 64))
            ->capture_default_str();
        app.add_option("--ordinal", options.ordinal, "Which GPU")->check(CLI::Range(0, 1023))->capture_default_str();
        try {
            app.parse(argc, argv);
        } catch (const CLI::Success& answer) {
            return app.exit(answer);
        } catch (const CLI::ParseError& error) {
            throw UsageError(fmt::format("{}; see gpu_times --help", error.what()));
        }
        std::erase(options.points, 0);
        if (!std::has_single_bit(static_cast<unsigned>(options.impurity.frequency_count))) {
            throw UsageError(
                fmt::format("--frequencies must be a power of two, got {}", options.impurity.frequency_count));
        }
        return run(options);
    } catch (const Error& error) {
        fmt::print(stderr, "gpu_times: {}\n", error.what());
        return static_cast<int>(error.exit_code());
    } catch (const std::exception& error) {
        fmt::print(stderr, "gpu_times: {}\n", error.what());
        return static_cast<int>(ExitCode::numerical_gate);
    }
}
