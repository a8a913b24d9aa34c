#include "output/results_hdf5.hpp"

#include "output/ed_points_hdf5.hpp"
#include "output/hdf5_file.hpp"
#include "output/impurity_points_hdf5.hpp"
#include "output/provenance.hpp"

#include <utility>

namespace mbl {

namespace {

constexpr Index format_version = 1;

} // namespace

std::string results_hdf5(const Config& config, const Plan& plan, const Results& results,
                         const std::string& target_stderr) {
    Hdf5File file("results.h5");
    file.attribute("/", "format", std::string("mbl_gpu"));
    file.attribute("/", "format_version", format_version);
    file.attribute("/", "name", config.name);
    file.attribute("/", "profile", config.profile);
    file.attribute("/", "figure", std::string(to_string(config.figure)));
    file.attribute("/", "theory", std::string(to_string(config.theory)));
    file.attribute("/", "config", config.effective_json);
    file.attribute("/", "provenance", provenance_json(config, results, target_stderr));
    switch (kind_of(plan)) {
    case ModelKind::goe_bubble: write_ed_points(file, plan, results); break;
    case ModelKind::impurity: write_impurity_points(file, plan, results); break;
    }
    return std::move(file).image();
}

} // namespace mbl
