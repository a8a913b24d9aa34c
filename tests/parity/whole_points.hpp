#pragma once

#include "backend/cpu_backend.hpp"
#include "physics/impurity_case.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <vector>

/// Whole points of the impurity model on a device: against the CPU, and against themselves in other company.
namespace mbl::parity {

/// Points of one shape with all there is: U = 0 and not, no LIOMs, layers, lists; resonances narrower than the grid.
inline std::vector<ImpurityProblem> few_points() {
    using namespace impurity_case;
    std::vector<ImpurityProblem> problems{layered(10, 1.5, 2), layered(6, 0.5, 0),
                                          with_lioms({0.4, -0.2}, {1.1, 0.9}, 3), bare(1)};
    for (ImpurityProblem& problem : problems) {
        problem.grid.frequency_count = 256;
        problem.plot_lioms = {0};
        problem.liom_bandwidth = 0.05; // distances over few frequencies: every one is a thread of the emulated device
    }
    return problems;
}

template <Backend B>
std::vector<ImpuritySolution> solve_points(B& lane, const std::vector<ImpurityProblem>& problems) {
    std::vector<const ImpurityProblem*> list;
    for (const ImpurityProblem& problem : problems) list.push_back(&problem);
    return solve_impurity(lane, std::span<const ImpurityProblem* const>(list));
}

/// To rounding: the iterations end at 1e-10, where one device may have taken a step more.
template <Backend B>
void impurity_agrees_with_cpu(B& lane) {
    using impurity_case::largest_difference;
    CpuBackend cpu_lane;
    const std::vector<ImpurityProblem> problems = few_points();
    const std::vector<ImpuritySolution> cpu = solve_points(cpu_lane, problems);
    const std::vector<ImpuritySolution> gpu = solve_points(lane, problems);
    REQUIRE(cpu.size() == gpu.size());
    for (std::size_t i = 0; i < cpu.size(); ++i) {
        CHECK(cpu[i].liom_energy == gpu[i].liom_energy); // draws bit for bit
        CHECK(cpu[i].report.eta == gpu[i].report.eta);
        CHECK(largest_difference(cpu[i].spectral_function, gpu[i].spectral_function) <= 1e-9);
        CHECK(largest_difference(cpu[i].plot_spectral_function, gpu[i].plot_spectral_function) <= 1e-9);
        CHECK(largest_difference(cpu[i].matsubara_green, gpu[i].matsubara_green) <= 1e-11);
        CHECK(largest_difference(cpu[i].matsubara_self_energy, gpu[i].matsubara_self_energy) <= 1e-11);
        CHECK(largest_difference(cpu[i].liom_filling, gpu[i].liom_filling) <= 1e-11);
        CHECK(std::fabs(cpu[i].report.matsubara_mismatch - gpu[i].report.matsubara_mismatch) <= 1e-10);
        CHECK(std::fabs(cpu[i].report.distance_to_free - gpu[i].report.distance_to_free) <= 1e-8);
    }
}

template <Backend B>
void impurity_ignores_its_company(B& lane) {
    const std::vector<ImpurityProblem> problems = few_points();
    const std::vector<ImpuritySolution> together = solve_points(lane, problems);
    const ImpuritySolution alone = solve_points(lane, {problems[2]}).front();
    CHECK(together[2].spectral_function == alone.spectral_function);
    CHECK(together[2].plot_spectral_function == alone.plot_spectral_function);
    CHECK(together[2].report.iterations == alone.report.iterations);
    CHECK(together[2].liom_filling == alone.liom_filling);
    CHECK(std::bit_cast<std::uint64_t>(together[2].report.matsubara_mismatch)
          == std::bit_cast<std::uint64_t>(alone.report.matsubara_mismatch));
}

} // namespace mbl::parity
