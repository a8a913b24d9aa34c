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

Index stored_bytes_max(const Plan& plan) {
    constexpr Index number = sizeof(double);
    constexpr Index file_overhead = Index{64} * 1024;
    constexpr Index block_overhead = Index{8} * 1024; // names of columns, keys, checksums, what is left of pages
    constexpr Index sample_columns = 8;
    constexpr Index curves_per_group = 2; // thermal and typical
    Index bytes = file_overhead;
    for (const Block& block : plan.blocks) {
        const Problem& problem = plan.problems[static_cast<std::size_t>(block.problem)];
        const Index groups = (block.count - 1) / problem.curve_group_size + 1;
        const Index curves = problem.liom_count > 0 ? groups * curves_per_group * problem.bin_count_max : 0;
        bytes += block_overhead + number * (block.count * (sample_columns + problem.liom_count) + curves);
    }
    return bytes;
}

} // namespace mbl
