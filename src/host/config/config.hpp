#pragma once

#include "config/impurity_config.hpp"
#include "config/liom_config.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mbl {

/// Coupling laws V_a of Sec. III, and couplings given by the user.
enum class Geometry { exponential_1d, stretched_1d, exponential_2d, explicit_couplings };

/// Where the bubble Hamiltonian H_b comes from.
enum class BubbleEnsemble { goe, explicit_matrix };

/// Exponent of Eq. (7): implied by V_M (default), or as printed in the paper.
enum class TheoryForm { implied, printed };

/// What is solved: exact diagonalization of Sec. III, or the impurity model of Sec. IV.
enum class ModelKind { goe_bubble, impurity };

/// What the campaign draws when it is finished.
enum class Figure { fig3, fig4, fig5, fig6, fig_s1, fig_s2, fig_s3, fig_s4 };

/// A file that holds H_b, as the config names it: .npy, or HDF5 with the dataset in it. Empty: no file.
struct MatrixFile {
    std::string file;
    std::string dataset;
};

/// The ergodic bubble. For `goe`, H_b = s A with the bandwidth of each realization fixed to bandwidth_per_spin * spins.
struct BubbleConfig {
    BubbleEnsemble ensemble = BubbleEnsemble::goe;
    int spins = 8;
    double bandwidth_per_spin = 2.6;
    std::vector<double> matrix; ///< explicit H_b, [2^spins, 2^spins] row-major, symmetric; empty for `goe`
    MatrixFile matrix_file;     ///< where `matrix` comes from, if it is not written in the config
};

struct ModelConfig {
    BubbleConfig bubble;
    std::array<double, 2> liom_energy_range{0.5, 1.5};
    LiomConfig lioms;
};

/// A list of points: the product geometry x coupling x localization_length x liom_count, in this nesting order.
/// With geometry `explicit` both `coupling` and `localization_length` are empty.
struct SweepConfig {
    std::string panel;
    std::vector<Geometry> geometry{Geometry::exponential_1d};
    std::vector<double> coupling{1.0};
    std::vector<double> localization_length{0.4, 0.6, 1.0, 2.0, 2.885, 4.0, 8.0};
    std::vector<int> liom_count{1, 2, 3, 4, 5, 6};
};

/// How many realizations a point with M LIOMs gets.
struct RealizationCounts {
    std::optional<std::int64_t> uniform;
    std::map<int, std::int64_t> by_liom_count{{0, 5000}, {1, 4000}, {2, 3000}, {3, 2000},
                                              {4, 1000}, {5, 1000}, {6, 200}};
};

struct SpectralConfig {
    std::optional<double> bin_width; ///< of the stored curves only; nullopt: the nominal level spacing delta_E
};

/// Everything a user asks for. Built by read_config(), which has checked every limit.
struct Config {
    std::string name;
    Figure figure = Figure::fig4;
    std::uint64_t seed = 1;
    ModelConfig model;
    std::vector<SweepConfig> sweeps;
    RealizationCounts realizations;
    bool shared_disorder = true;
    SpectralConfig spectral;
    TheoryForm theory = TheoryForm::implied;

    /// A config of kind `impurity`; then model, sweeps, realizations … above mean nothing.
    std::optional<ImpurityConfig> impurity;

    std::string profile = "paper"; ///< name of the profile that was applied
    std::string effective_json;    ///< the config after profile and --set, without `profiles`, keys sorted
};

/// Names as written in configs and result files.
const char* to_string(Geometry geometry) noexcept;
const char* to_string(BubbleEnsemble ensemble) noexcept;
const char* to_string(TheoryForm form) noexcept;
const char* to_string(ModelKind kind) noexcept;
const char* to_string(Figure figure) noexcept;

} // namespace mbl
