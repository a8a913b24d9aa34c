#pragma once

#include "config/config.hpp"
#include "core/index.hpp"
#include "model/coupling_law.hpp"
#include "plan/window.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace mbl {

struct ImpurityProblem;
struct Problem;

/// Largest Hamiltonian of the CPU: dsyevd's workspace size overflows LP64 LAPACK's integers above 2^14.
inline constexpr Index cpu_dim_max = Index{1} << 14;

/// What the device and the user allow. Invented limits make the plan testable for machines nobody here has.
struct Limits {
    Index dim_max = cpu_dim_max;
    Index memory_bytes = 0;           ///< memory for blocks in flight
    int lanes_max = 1;                ///< threads (CPU) or streams (GPU) at most
    int lanes_gain = 0;               ///< lanes beyond this many add no speed; 0: every lane does
    double seconds_per_cost_unit = 0; ///< measured speed of one lane, see realization_cost(); 0: unknown
    std::function<Index(const Problem&)> block_bytes; ///< memory of one block in flight; empty: the CPU's
    std::function<Index(const Problem&)>
        points_together;                ///< impurity points of one shape that a lane solves at once; empty: 1
    std::function<Index()> memory_left; ///< asked when memory was refused; empty: nobody knows, assume memory_bytes
};

/// One line of the results: one setting of all physical parameters, in config order. A point of the impurity model has its
/// parameters in Problem::impurity (points that share a problem differ in their panel at most); geometry and bubble_spins
/// mean nothing there.
struct Point {
    Index index = 0; ///< k of /ed/points/<k> or /ipt/points/<k>, and of `replay --point`
    std::string panel;
    Geometry geometry = Geometry::exponential_1d;
    double coupling = 0;            ///< V1, or V; NaN for explicit couplings
    double localization_length = 0; ///< xi; NaN for explicit couplings
    int bubble_spins = 0;
    int liom_count = 0;
    Index realizations = 0;
    Index problem = 0; ///< which Problem supplies its numbers
};

/// One distinct set of Hamiltonians. Points whose Hamiltonians are equal share a problem, and each of its
/// realizations is diagonalized once.
struct Problem {
    Index index = 0;
    /// Set for a point of the impurity model, whose problem is one solve: realizations, block_size and curve_group_size are
    /// 1, dim is 0, liom_count is M, and everything else of exact diagonalization is empty. Null for exact diagonalization.
    std::shared_ptr<const ImpurityProblem> impurity;
    std::shared_ptr<const ModelConfig> model; ///< bubble and LIOM energies
    std::vector<CouplingTerm> law;            ///< [liom_count]
    std::vector<double> liom_coupling;        ///< V_a [liom_count]
    int bubble_spins = 0;
    int liom_count = 0;
    Index dim = 0; ///< 2^(N+M)
    Window window;
    double level_spacing = 0;  ///< nominal delta_E
    double bin_width = 0;      ///< of the stored spectral curves
    double wide_bin_width = 0; ///< of `typical_integral_wide`
    Index bin_count_max = 0;   ///< bound on the bins of one realization, over all bin widths
    std::uint64_t disorder_seed = 0;
    Index realizations = 0;
    Index block_size = 0;       ///< B: block k holds realizations [k B, (k+1) B)
    Index curve_group_size = 0; ///< consecutive realizations whose curves are summed
    Index bytes_in_flight = 0;  ///< memory of one block of it that is being computed
    std::string identity;       ///< key of stored results: physics, seed, bins, block size, solver, format
};

/// The unit of computing and storing: consecutive realizations of one problem.
struct Block {
    Index problem = 0;
    Index index = 0;
    Index first = 0; ///< realization
    Index count = 0;
};

/// What will be done: a pure function of (config, limits).
struct Plan {
    std::vector<Point> points;
    std::vector<Problem> problems;
    std::vector<Block> blocks; ///< problem by problem, ascending
    std::uint64_t seed = 0;
};

/// What the plan's points are of: a config is of one kind.
ModelKind kind_of(const Plan& plan) noexcept;

/// @throws ConfigError a point that exceeds the limits (dimension, bins), with its place and the way out.
/// @throws DeviceUnavailable a point that needs more memory than the device has; names the largest that fits.
Plan make_plan(const Config& config, const Limits& limits);

/// B of invariant (b): 256 for D <= 256, 128, 64, 32, 8, 2 for 512 … 8192, 1 from 2^14.
Index block_size(Index dim);

/// Realizations per curve group: 8 for D <= 4096, 2 at 8192, 1 above.
Index curve_group_size(Index dim);

} // namespace mbl
