#include "output/curves_csv.hpp"

#include "output/csv_number.hpp"
#include "output/named_curves.hpp"

#include <fmt/format.h>

namespace mbl {

std::vector<FileBytes> curves_csv(const std::filesystem::path& folder, const Point& point, const Problem& problem,
                                  const ProblemResult& result) {
    std::vector<FileBytes> files;
    for (const NamedCurve& curve : curves(problem, result)) {
        std::string text = "x,mean,stderr\n";
        for (std::size_t i = 0; i < curve.estimate.mean.size(); ++i) {
            const double k = static_cast<double>(curve.estimate.k_min + static_cast<Index>(i));
            text += fmt::format("{},{},{}\n", csv_number((k + 0.5) * curve.bin_width),
                                csv_number(curve.estimate.mean[i]), csv_number(curve.estimate.standard_error[i]));
        }
        files.push_back({folder / fmt::format("{}_{}.csv", point.index, curve.name), std::move(text)});
    }
    return files;
}

} // namespace mbl
