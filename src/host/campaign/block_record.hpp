#pragma once

#include "ipt/impurity_solution.hpp"
#include "plan/plan.hpp"
#include "solve/realization.hpp"

#include <memory>
#include <string>
#include <vector>

namespace mbl {

/// A number kept per realization. The name is the observable's in summary.csv, the operator may be empty.
struct SampleColumn {
    const char* observable;
    const char* op;
    double (*value)(const Realization&);
    bool needs_liom; ///< does not exist at M = 0
};

/// Every sample of one realization, in the order they are stored.
const std::vector<SampleColumn>& sample_columns();

/// Sums of spectral curves over consecutive realizations, bins k_min, k_min + 1, … An operator has one for every bin width
/// that something needs: the config's, and for sigma_x_1 those of the integrals.
struct SpectralSum {
    std::string op;
    double bin_width = 0;
    Index k_min = 0;
    std::vector<double> thermal;
    std::vector<double> typical_log;
};

/// Pairs of states per bin of G over consecutive realizations: [below, the bins, above], see thouless_bins.
struct DensitySum {
    std::string op;
    std::vector<double> counts;
};

/// The unit of a curve's errors: the realizations first … first + count - 1 of a problem.
struct CurveGroup {
    Index first = 0;
    Index count = 0;
    std::vector<SpectralSum> spectral;
    std::vector<DensitySum> density;
};

/// What one block comes out as: one value, independent of lanes, order and batches; what a store keeps. Of exact
/// diagonalization, or of the impurity model: then `impurity`, device and program alone say something.
struct BlockRecord {
    Block block;
    std::vector<double> samples;       ///< [count, sample_columns()], realization by realization; NaN where undefined
    std::vector<double> scales;        ///< [count]
    std::vector<double> liom_energies; ///< [count, M]
    std::vector<CurveGroup> groups;
    std::vector<CurveGroup> fixed_disorder; ///< curves of realization 0 by itself, in the block that holds it
    Gate gate;                              ///< the worst figure over the block
    int retries = 0;                        ///< realizations that did not pass the gate at the first attempt
    int rescues = 0;     ///< those among them that failed twice on the GPU and were solved by the CPU
    std::string device;  ///< device model that computed it
    std::string program; ///< version and revision that computed it
    std::shared_ptr<const ImpuritySolution>
        impurity; ///< of an impurity point; without its arrays where only reports are read
};

/// The version and revision that BlockRecord::program names.
std::string computing_program();

/// Adds b to a over the union of their bins. Outside its range a curve has thermal 0 and log(1e-20) per realization.
void add_curve(SpectralSum& a, Index count_a, const SpectralSum& b, Index count_b);

/// Takes realizations in ascending order.
class BlockFold {
  public:
    BlockFold(const Problem& problem, const Block& block, std::string device);
    void add(const Realization& realization);
    BlockRecord finish() &&;

    int retries = 0;
    int rescues = 0;

  private:
    const Problem& problem_;
    BlockRecord record_;
};

} // namespace mbl
