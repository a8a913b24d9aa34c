#pragma once

#include "plan/plan.hpp"
#include "spin.hpp"

#include <vector>

namespace mbl {

/// A Pauli operator of one spin, or a product of z operators of several, named as in results: the spins it acts on.
struct SpinOperator {
    const char* name;
    Index mask;
};

inline Index bubble_spin_mask(const Problem& problem, int position) {
    return spin_mask(problem.bubble_spins + problem.liom_count, position);
}

/// The bubble spin that all LIOMs couple to.
inline SpinOperator sigma_x_first(const Problem& problem) { return {"sigma_x_1", bubble_spin_mask(problem, 0)}; }

/// The last LIOM: the least significant spin.
inline SpinOperator tau_x_last() { return {"tau_x_M", spin_mask(1, 0)}; }

/// O of Eq. (8): sigma^z_N, a bubble spin that no LIOM couples to, and sigma^z_N tau^z_1 where there is a LIOM.
inline std::vector<SpinOperator> thouless_operators(const Problem& problem) {
    const Index sigma_last = bubble_spin_mask(problem, problem.bubble_spins - 1);
    std::vector<SpinOperator> operators{{"sigma_z_N", sigma_last}};
    if (problem.liom_count > 0) {
        operators.push_back({"sigma_z_N_tau_z_1", sigma_last | bubble_spin_mask(problem, problem.bubble_spins)});
    }
    return operators;
}

/// Spins whose entanglement entropy is measured: sigma_1, sigma_N and the last LIOM.
inline std::vector<SpinOperator> entropy_spins(const Problem& problem) {
    std::vector<SpinOperator> spins{{"sigma_1", bubble_spin_mask(problem, 0)},
                                    {"sigma_N", bubble_spin_mask(problem, problem.bubble_spins - 1)}};
    if (problem.liom_count > 0) spins.push_back({"tau_M", spin_mask(1, 0)});
    return spins;
}

} // namespace mbl
