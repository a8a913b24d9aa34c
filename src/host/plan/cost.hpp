#pragma once

#include "plan/plan.hpp"

namespace mbl {

/// Time of one realization in units in which a well-running O(D^3) step of D = 1024 costs 1024^3.
/// Small matrices run slower per D^3; the correction was fitted to OpenBLAS dsyevd for D = 256 … 2048.
double realization_cost(Index dim);

/// The same of a problem's realizations; a point of the impurity model is one.
double realization_cost(const Problem& problem);

double block_cost(const Plan& plan, const Block& block);

/// Peak memory of one realization in flight on the CPU: matrix, dsyevd's workspace 2 D^2 + 6 D + 1, and what the
/// observables need beside the eigenvectors (they reuse that workspace).
Index realization_bytes(const Problem& problem);

/// What lies ahead, for the user to read before it starts.
struct Estimate {
    Index points = 0;
    Index problems = 0;
    Index blocks = 0;
    Index realizations = 0; ///< diagonalizations, or solves of the impurity model
    int lanes = 0;          ///< blocks (or batches of impurity points) in flight at most
    Index memory_bytes = 0; ///< peak of the blocks in flight
    double seconds = 0;     ///< 0: speed unknown
};

Estimate estimate(const Plan& plan, const Limits& limits);

/// "8 points, 3 distinct Hamiltonian ensembles, 40 diagonalizations in 4 blocks", or of the impurity model "36 points of the
/// impurity model, 36 distinct".
std::string work_text(const Plan& plan);

/// "12 s", "4.5 min", "3.2 h", "21 days".
std::string human_duration(double seconds);

/// "812 KiB", "3.2 GiB".
std::string human_bytes(Index bytes);

} // namespace mbl
