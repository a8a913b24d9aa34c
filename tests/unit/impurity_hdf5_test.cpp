#include "config_cases.hpp"
#include "hdf5_reading.hpp"
#include "output/atomic_file.hpp"
#include "output/hdf5_file.hpp"
#include "output/results_hdf5.hpp"
#include "solution_cases.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <string>
#include <vector>

using namespace mbl;

namespace {

/// Five points, four problems; problem 1 (points 1 and 4) is not converged, or everything is.
struct Campaign {
    Config config = impurity_cases::read(solution_cases::five_points());
    Plan plan = plan_cases::plan(config);
    TemporaryFolder folder;
    std::filesystem::path file = folder.path() / "results.h5";

    explicit Campaign(bool with_failure) {
        std::vector<BlockRecord> records = solution_cases::records(plan);
        if (with_failure) records[1] = solution_cases::failed_record(plan, plan.blocks[1]);
        write_file(file, results_hdf5(config, plan, gather(plan, std::move(records))));
    }
};

} // namespace

TEST_CASE("impurity hdf5: the root is as for every campaign; provenance counts what converged") {
    const Campaign campaign(true);
    const Hdf5Reading file(campaign.file);
    CHECK(file.text("/", "format") == "mbl_gpu");
    CHECK(file.integer("/", "format_version") == 1);
    CHECK(file.text("/", "name") == "t");
    CHECK(file.text("/", "figure") == "fig6");
    CHECK(nlohmann::json::parse(file.text("/", "config"))["model"]["kind"] == "impurity");
    const auto provenance = nlohmann::json::parse(file.text("/", "provenance"));
    CHECK(provenance["devices"] == nlohmann::json{"invented"});
    CHECK(provenance["computed_by"] == nlohmann::json{computing_program()});
    CHECK(provenance["convergence"] == nlohmann::json{{"problems", 4}, {"converged", 3}});
    CHECK(!provenance.contains("gate"));
    CHECK(!file.has("/ed"));
}

TEST_CASE("impurity hdf5: a point's parameters and report are attributes named as the columns of ipt_summary.csv") {
    const Campaign campaign(false);
    const Hdf5Reading file(campaign.file);
    const std::string point = "/ipt/points/1"; // U = 2, M = 3: value 2
    CHECK(file.text(point, "panel") == "ab");
    CHECK(file.text(point, "geometry") == "2d_layers");
    CHECK(file.number(point, "hopping") == 1);
    CHECK(file.number(point, "liom_bandwidth") == 2);
    CHECK(file.number(point, "coupling") == 0.5);
    CHECK(file.number(point, "interaction") == 2);
    CHECK(file.number(point, "temperature") == 2);
    CHECK(file.number(point, "localization_length") == 10);
    CHECK(file.integer(point, "bubble_sites") == 30);
    CHECK(file.number(point, "liom_density") == 1);
    CHECK(file.text(point, "layer_rule") == "n");
    CHECK(file.integer(point, "liom_count") == 3);
    CHECK(file.integer(point, "seed") == 1);
    CHECK(file.integer(point, "converged") == 1);
    CHECK(file.integer(point, "iterations") == 9);
    CHECK(file.number(point, "residual") == 2 / 1e11);
    CHECK(file.number(point, "sum_rule") == 1 - 2 / 1e8);
    CHECK(file.number(point, "filling") == 0.5);
    CHECK(file.number(point, "matsubara_mismatch") == 2 / 1e9);
    CHECK(file.number(point, "eta_bias") == 2 / 1e7);
    CHECK(file.number(point, "narrowest_width") == 0.25);
    CHECK(file.number(point, "eta") == 0.5);
    CHECK(file.number(point, "step") == 1);
    CHECK(file.number(point, "distance_to_free") == 0.125);
    CHECK(file.number(point, "shape_distance_to_free") == 0.0625);
    CHECK(file.number(point, "shape_correlation") == 0.03125);
    CHECK(file.text(point, "failure").empty());
    CHECK(file.text(point, "identity") == campaign.plan.problems[1].identity);
    CHECK(nlohmann::json::parse(file.text(point, "origins"))[0]["device"] == "invented");
}

TEST_CASE("impurity hdf5: curves, LIOMs and the Matsubara twin") {
    const Campaign campaign(false);
    const Hdf5Reading file(campaign.file);
    const std::string point = "/ipt/points/1";
    using Numbers = std::vector<double>;
    CHECK(file.numbers(point + "/frequency") == Numbers{-2, 0, 2});
    CHECK(file.numbers(point + "/spectral_function") == Numbers{0.2, 2, 0.2});
    CHECK(file.numbers(point + "/plot_frequency") == Numbers{-0.5, 0.25, 1});
    CHECK(file.numbers(point + "/plot_spectral_function") == Numbers{2, 3, 4});
    CHECK(file.numbers(point + "/matsubara_frequency") == Numbers{2, 6});
    CHECK(file.complex_numbers(point + "/matsubara_green") == Numbers{0.25, -2, 0.125, -2.0 / 3});
    CHECK(file.complex_numbers(point + "/matsubara_self_energy") == Numbers{2, -1, 2, -0.5});
    CHECK(file.numbers(point + "/liom_energy") == Numbers{2, 3, 4});
    CHECK(file.numbers(point + "/liom_coupling") == Numbers{2, 1, 2.0 / 3});
    CHECK(file.numbers(point + "/liom_filling") == Numbers{0.5, 0.25, 0.5 / 3});
    CHECK(file.numbers(point + "/liom_spectral_function/0") == Numbers{20, 30, 40});
    CHECK(file.numbers(point + "/liom_spectral_function/2") == Numbers{24, 36, 48});
    CHECK(file.has(point + "/liom_spectral_function/1")); // asked for in the config
    CHECK(file.shape("/ipt/points/0/liom_energy") == std::vector<hsize_t>{0});
    CHECK(!file.has("/ipt/points/0/liom_spectral_function"));
}

TEST_CASE("impurity hdf5: points are listed unmerged") {
    const Campaign campaign(false);
    const Hdf5Reading file(campaign.file);
    CHECK(file.text("/ipt/points/4", "panel") == "again");
    CHECK(file.text("/ipt/points/4", "identity") == file.text("/ipt/points/1", "identity"));
    CHECK(file.numbers("/ipt/points/4/spectral_function") == file.numbers("/ipt/points/1/spectral_function"));
    CHECK(!file.has("/ipt/points/5"));
}

TEST_CASE("impurity hdf5: a point that is not converged says so and keeps what it has") {
    const Campaign campaign(true);
    const Hdf5Reading file(campaign.file);
    for (const std::string point : {"/ipt/points/1", "/ipt/points/4"}) {
        CHECK(file.integer(point, "converged") == 0);
        CHECK(file.text(point, "failure").starts_with("not converged: residual 0.001 after 200 iterations"));
        CHECK(std::isnan(file.number(point, "sum_rule")));
        CHECK(file.numbers(point + "/spectral_function").size() == 3);
        CHECK(file.shape(point + "/matsubara_green") == std::vector<hsize_t>{0});
    }
}

TEST_CASE("impurity hdf5: beyond the budget arrays are read again, reports stay") {
    const Plan plan = impurity_cases::plan_of(solution_cases::five_points());
    int loads = 0;
    const Results results(
        plan.problems.size(),
        [&](Index problem) {
            ++loads;
            ProblemResult result;
            append(result, solution_cases::record(plan, plan.blocks[static_cast<std::size_t>(problem)]));
            return result;
        },
        1);
    const ProblemResult& first = results.at(0);
    CHECK(first.impurity->frequency.size() == 3);
    CHECK(results.at(1).impurity->frequency.size() == 3);
    CHECK(first.impurity->frequency.empty());
    CHECK(first.impurity->report.iterations == 9);
    CHECK(results.samples_at(0).impurity->report.iterations == 9);
    CHECK(loads == 2);
    CHECK(results.at(0).impurity->frequency.size() == 3);
    CHECK(loads == 3);
}

TEST_CASE("hdf5 file: complex numbers are compounds r, i of doubles; unsigned integers keep their 64 bits") {
    const TemporaryFolder folder;
    Hdf5File file("a.h5");
    file.complex_dataset("/a/z", {{1, -0.0}, {5e-324, NAN}});
    file.complex_dataset("/a/none", {});
    file.attribute("/a/z", "seed", std::uint64_t{18446744073709551615U});
    write_file(folder.path() / "a.h5", std::move(file).image());
    const Hdf5Reading read(folder.path() / "a.h5");
    const std::vector<double> values = read.complex_numbers("/a/z");
    REQUIRE(values.size() == 4);
    CHECK(values[0] == 1);
    CHECK(std::signbit(values[1]));
    CHECK(values[2] == 5e-324);
    CHECK(std::isnan(values[3]));
    CHECK(read.shape("/a/none") == std::vector<hsize_t>{0});
    CHECK(read.unsigned_integer("/a/z", "seed") == 18446744073709551615U);
}
