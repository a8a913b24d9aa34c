#include "plan/disk.hpp"

namespace mbl {

Index result_bytes_max(const Plan& plan) {
    constexpr Index number = sizeof(double);
    constexpr Index overhead = Index{16} * 1024; // HDF5 headers and attributes, CSV rows
    constexpr Index sample_columns = 8;
    constexpr Index curve_numbers = Index{2} * 3; // thermal and typical: x, mean, stderr
    Index bytes = 0;
    for (const Point& point : plan.points) {
        const Problem& problem = plan.problems[static_cast<std::size_t>(point.problem)];
        const Index curves = point.liom_count > 0 ? curve_numbers * problem.bin_count_max : 0;
        bytes += overhead + number * (point.realizations * (sample_columns + point.liom_count) + curves);
    }
    return bytes;
}

} // namespace mbl
