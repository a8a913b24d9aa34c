#include "impurity_times.hpp"

#include <nlohmann/json.hpp>

namespace mbl::bench {

nlohmann::ordered_json to_json(const ImpurityTimes& times) {
    const auto points = static_cast<double>(times.what.points);
    const double pairs = points * times.what.frequency_count * times.what.liom_count;
    return {{"impurity_points", times.what.points},
            {"liom_count", times.what.liom_count},
            {"frequency_count", times.what.frequency_count},
            {"liom_sum_ns_per_pair", 1e9 * times.liom_sum_seconds / pairs},
            {"fft_seconds", times.fft_seconds},
            {"fft_share", times.fft_share()},
            {"iterations", times.iterations},
            {"points_iterations_per_second", times.points_iterations_per_second()},
            {"whole_points_per_second", points / times.whole_seconds},
            {"converged", times.converged}};
}

} // namespace mbl::bench
