#include "hamiltonians.hpp"

#include "backend/cpu_backend.hpp"
#include "hamiltonian_element.hpp"
#include "solve/draw_disorder.hpp"

#include <algorithm>
#include <thread>

namespace mbl::bench {

std::vector<double> hamiltonians(const Problem& problem, const Problem& bubbles, Index count, BubbleScales& scales) {
    CpuBackend lane;
    Batch<CpuBackend> batch(lane, bubbles, count);
    batch.count = count;
    draw_bubbles(batch, scales);
    std::vector<double> energies;
    for (Index realization = 0; realization < count; ++realization) {
        for (int liom = 0; liom < problem.liom_count; ++liom) {
            energies.push_back(liom_energy(problem.disorder_seed, static_cast<std::uint64_t>(realization),
                                           static_cast<std::uint64_t>(liom), problem.model->liom_energy_range[0],
                                           problem.model->liom_energy_range[1]));
        }
    }
    const Index elements = problem.dim * problem.dim * count;
    std::vector<double> matrices(static_cast<std::size_t>(elements));
    const AssembleHamiltonian assemble{batch.bubble.data(),  energies.data(),    problem.liom_coupling.data(),
                                       problem.bubble_spins, problem.liom_count, matrices.data()};
    const Index parts = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::jthread> threads;
    for (Index part = 0; part < parts; ++part) {
        threads.emplace_back([=] {
            for (Index i = elements / parts * part; i < (part + 1 == parts ? elements : elements / parts * (part + 1));
                 ++i) {
                assemble(i);
            }
        });
    }
    threads.clear();
    return matrices;
}

} // namespace mbl::bench
