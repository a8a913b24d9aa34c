#include "output/results_hdf5.hpp"

#include "config_cases.hpp"
#include "core/errors.hpp"
#include "hdf5_reading.hpp"
#include "output/atomic_file.hpp"
#include "plan_cases.hpp"
#include "result_cases.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <string>
#include <vector>

using namespace mbl;
using namespace mbl::result_cases;
using doctest::Approx;

namespace {

/// N = 3, chain, xi = 4, V1 = 0.5, M = 0, 1, 3: three points of 16 realizations, r + 1 being everybody's width.
struct Campaign {
    Config config = configured();
    Plan plan = plan_cases::plan(config);
    std::vector<ProblemResult> results = gather(plan, records(plan));

    static Config configured() {
        SweepConfig sweep = plan_cases::chain({4}, {0, 1, 3});
        sweep.coupling = {0.5};
        Config config = plan_cases::config(3, {sweep}, 16);
        config.spectral.bin_width = 0.5;
        config.profile = "quick";
        config.effective_json = R"({"name":"t"})";
        return config;
    }

    void write(const std::filesystem::path& path) const { write_file(path, results_hdf5(config, plan, results)); }
};

std::vector<double> up_to_16(double factor) {
    std::vector<double> values;
    for (int r = 0; r < 16; ++r) values.push_back(factor * (r + 1));
    return values;
}

} // namespace

TEST_CASE("results hdf5: the root says what this is and how to redo it") {
    const TemporaryFolder folder;
    const Campaign campaign;
    campaign.write(folder.path() / "results.h5");
    const Hdf5Reading file(folder.path() / "results.h5");
    CHECK(file.text("/", "format") == "mbl_gpu");
    CHECK(file.integer("/", "format_version") == 1);
    CHECK(file.text("/", "name") == "t");
    CHECK(file.text("/", "profile") == "quick");
    CHECK(file.text("/", "figure") == "fig4");
    CHECK(file.text("/", "theory") == "implied");
    CHECK(file.text("/", "config") == R"({"name":"t"})");
    const auto provenance = nlohmann::json::parse(file.text("/", "provenance"));
    CHECK(provenance.at("seed") == 1);
    CHECK(provenance.at("devices") == nlohmann::json{"invented"});
    CHECK(provenance.at("gate").at("retries") == 0);
    CHECK(!provenance.at("revision").get<std::string>().empty());
}

TEST_CASE("results hdf5: a point's parameters") {
    const TemporaryFolder folder;
    const Campaign campaign;
    campaign.write(folder.path() / "results.h5");
    const Hdf5Reading file(folder.path() / "results.h5");
    const std::string point = "/ed/points/2";
    CHECK(file.text(point, "panel") == "a");
    CHECK(file.text(point, "geometry") == "1d_exponential");
    CHECK(file.number(point, "coupling") == 0.5);
    CHECK(file.number(point, "localization_length") == 4);
    CHECK(file.integer(point, "bubble_spins") == 3);
    CHECK(file.integer(point, "liom_count") == 3);
    CHECK(file.integer(point, "realizations") == 16);
    CHECK(file.number(point, "level_spacing") == Approx(2.6 * 5 / 32));
    CHECK(file.number(point, "bin_width") == 0.5);
    CHECK(file.number(point, "bandwidth_per_spin") == 2.6);
    CHECK(file.integer(point, "window_first") == 26);
    CHECK(file.integer(point, "window_count") == 11);
    CHECK(file.text(point, "identity") == campaign.plan.problems[2].identity);
    CHECK(!file.has("/ed/points/3"));
}

TEST_CASE("results hdf5: samples per realization, none of operators that do not exist") {
    const TemporaryFolder folder;
    const Campaign campaign;
    campaign.write(folder.path() / "results.h5");
    const Hdf5Reading file(folder.path() / "results.h5");
    const std::string samples = "/ed/points/1/samples/";
    CHECK(file.numbers(samples + "width_over_spacing_tau_x_M") == up_to_16(1));
    CHECK(file.numbers(samples + "width_iqr_tau_x_M").front() == 1.5);
    CHECK(file.numbers(samples + "level_spacing") == up_to_16(0.25));
    CHECK(file.numbers(samples + "gap_ratio") == up_to_16(1));
    CHECK(file.numbers(samples + "scale") == up_to_16(0.125));
    CHECK(file.shape("/ed/points/2/samples/liom_energy") == std::vector<hsize_t>{16, 3}); // a row per realization
    CHECK(file.numbers("/ed/points/2/samples/liom_energy")[5] == 2002);
    CHECK(!file.has("/ed/points/0/samples/liom_energy"));
    CHECK(file.numbers("/ed/points/0/samples/gap_ratio") == up_to_16(1));
    CHECK(file.numbers(samples + "thouless_mean_sigma_z_N") == up_to_16(-1));
    CHECK(file.numbers(samples + "thouless_mean_sigma_z_N_tau_z_1") == up_to_16(1));
    CHECK(file.numbers(samples + "thouless_std_sigma_z_N") == std::vector<double>(16, 1.0));
    CHECK(file.numbers(samples + "entropy_tau_M") == up_to_16(1.0 / 16));
    CHECK(file.numbers(samples + "entropy_sigma_1") == up_to_16(1.0 / 32));
    CHECK(file.numbers("/ed/points/0/samples/entropy_sigma_N") == up_to_16(1.0 / 64));
    for (const char* of_a_liom : {"samples/width_over_spacing_tau_x_M", "samples/entropy_tau_M",
                                  "samples/thouless_mean_sigma_z_N_tau_z_1", "curves/spectral_thermal_tau_x_M",
                                  "curves/spectral_realization_0_tau_x_M", "curves/thouless_density_sigma_z_N_tau_z_1"})
        CHECK(!file.has(std::string("/ed/points/0/") + of_a_liom));
}

TEST_CASE("results hdf5: p(G) at bin centres, with what lies outside its bins") {
    const TemporaryFolder folder;
    const Campaign campaign;
    campaign.write(folder.path() / "results.h5");
    const Hdf5Reading file(folder.path() / "results.h5");
    const std::string density = "/ed/points/1/curves/thouless_density_sigma_z_N_tau_z_1";
    CHECK(file.number(density, "bin_width") == 0.25);
    CHECK(file.numbers(density + "/x").size() == 160);
    CHECK(file.numbers(density + "/x").front() == -29.875);
    CHECK(file.numbers(density + "/x").back() == 9.875);
    CHECK(file.integer(density, "pairs") == 32);
    CHECK(file.integer(density, "underflow") == 0);
    CHECK(file.integer(density, "overflow") == 14);
    CHECK(file.numbers(density + "/stderr").size() == 160);
}

TEST_CASE("results hdf5: integrals name their bins; Delta n is listed where M - 1 is there, too") {
    const TemporaryFolder folder;
    const Campaign campaign; // M = 0, 1, 3
    campaign.write(folder.path() / "results.h5");
    const Hdf5Reading file(folder.path() / "results.h5");
    const std::string integrals = "/ed/points/2/integrals/";
    const double pi = std::acos(-1.0);
    CHECK(file.number(integrals + "typical_integral_sigma_x_1", "bin_width") == Approx(2.6 * 5 / 32));
    CHECK(file.number(integrals + "typical_integral_wide_sigma_x_1", "bin_width")
          == Approx(2 * std::sqrt(2.6 * 3 / 8 * 2.6 * 6 / 64)));
    CHECK(file.numbers(integrals + "thermal_integral_sigma_x_1/mean")[0] == Approx(2.6 * 5 / 32 / (2 * pi) * 4 * 8.5));
    CHECK(file.numbers(integrals + "thermal_integral_sigma_x_1/stderr")[0] == Approx(2.6 * 5 / 32 / (2 * pi) * 16));
    CHECK(file.numbers("/ed/points/1/samples/absorbed_lioms_sigma_z_N") == std::vector<double>(16, 0.0));
    CHECK(!file.has("/ed/points/0/samples/absorbed_lioms_sigma_z_N"));
    CHECK(!file.has("/ed/points/2/samples/absorbed_lioms_sigma_z_N"));
}

TEST_CASE("results hdf5: curves at bin centres with their errors") {
    const TemporaryFolder folder;
    Campaign campaign;
    for (CurveGroup& group : campaign.results[1].groups) group.spectral[1].k_min = -1;
    campaign.write(folder.path() / "results.h5");
    const Hdf5Reading file(folder.path() / "results.h5");
    const std::string thermal = "/ed/points/1/curves/spectral_thermal_tau_x_M";
    CHECK(file.number(thermal, "bin_width") == 0.5);
    CHECK(file.integer(thermal, "k_min") == -1);
    CHECK(file.numbers(thermal + "/x") == std::vector<double>{-0.25, 0.25});
    CHECK(file.numbers(thermal + "/mean") == std::vector<double>{8.5, 17});
    CHECK(file.numbers(thermal + "/stderr")[0] == Approx(4));
    CHECK(file.numbers("/ed/points/1/curves/spectral_typical_tau_x_M/mean")[0] == Approx(std::exp(-8.5)));
}

TEST_CASE("results hdf5: theory beside every point, anchored at the mean width of M = 1") {
    const TemporaryFolder folder;
    const Campaign campaign;
    campaign.write(folder.path() / "results.h5");
    const Hdf5Reading file(folder.path() / "results.h5");
    const std::string at_three = "/ed/points/2/theory/";
    // 8.5 * 3/5 * 4 * exp(-2 * 2/4)
    CHECK(file.numbers(at_three + "implied")[0] == Approx(20.4 * std::exp(-1)));
    CHECK(file.numbers(at_three + "printed")[0] == file.numbers(at_three + "implied")[0]);
    // 32 V_3^2 2^5 / (w^2 3 * 5)
    CHECK(file.numbers(at_three + "golden_rule")[0] == Approx(32 * 0.25 * std::exp(-1) * 32 / (2.6 * 2.6 * 15)));
    CHECK(std::isnan(file.numbers("/ed/points/0/theory/implied")[0]));
    CHECK(file.numbers("/ed/points/1/theory/implied")[0] == Approx(8.5));
}

TEST_CASE("results hdf5: the anchor is the M = 1 point of the same curve, wherever it is listed") {
    const TemporaryFolder folder;
    Campaign campaign;
    SweepConfig weak = plan_cases::chain({4}, {3, 1});
    weak.coupling = {0.25};
    campaign.config.sweeps = {plan_cases::chain({2}, {1}), weak};
    campaign.plan = plan_cases::plan(campaign.config);
    campaign.results = gather(campaign.plan, records(campaign.plan));
    for (double& width : campaign.results[1].samples[0]) width *= 10; // M = 3 of the second curve
    for (double& width : campaign.results[2].samples[0]) width *= 2;  // M = 1 of the second curve
    campaign.write(folder.path() / "results.h5");
    const Hdf5Reading file(folder.path() / "results.h5");
    CHECK(file.numbers("/ed/points/0/theory/implied")[0] == Approx(8.5));
    CHECK(file.numbers("/ed/points/1/theory/implied")[0] == Approx(2 * 20.4 * std::exp(-1)));
    CHECK(file.numbers("/ed/points/2/theory/implied")[0] == Approx(17));
}

TEST_CASE("results hdf5: gate figures and retries") {
    const TemporaryFolder folder;
    Campaign campaign;
    campaign.results[1].gate = {1e-15, 2e-15, 3e-15, 4e-15, 5e-15, true};
    campaign.results[1].retries = 2;
    campaign.write(folder.path() / "results.h5");
    const Hdf5Reading file(folder.path() / "results.h5");
    const std::string gate = "/ed/points/1/gate";
    CHECK(file.number(gate, "trace") == 1e-15);
    CHECK(file.number(gate, "frobenius") == 2e-15);
    CHECK(file.number(gate, "residual") == 3e-15);
    CHECK(file.number(gate, "orthogonality") == 4e-15);
    CHECK(file.number(gate, "sum_rule") == 5e-15);
    CHECK(file.integer(gate, "retries") == 2);
    CHECK(file.integer("/ed/points/0/gate", "retries") == 0);
    CHECK(nlohmann::json::parse(file.text("/", "provenance")).at("gate").at("sum_rule") == 5e-15);
}

TEST_CASE("results hdf5: written twice, equal bytes; nothing else is left in the folder") {
    const TemporaryFolder folder;
    const Campaign campaign;
    campaign.write(folder.path() / "a.h5");
    campaign.write(folder.path() / "b.h5");
    CHECK(bytes_of(folder.path() / "a.h5") == bytes_of(folder.path() / "b.h5"));
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 2);
}

TEST_CASE("results hdf5: into a missing folder is an IoError") {
    const TemporaryFolder folder;
    const Campaign campaign;
    CHECK_THROWS_AS(campaign.write(folder.path() / "missing" / "results.h5"), IoError);
    CHECK(folder.empty());
}
