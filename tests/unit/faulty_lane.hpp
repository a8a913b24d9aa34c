#pragma once

#include "backend/cpu_backend.hpp"

#include <functional>
#include <limits>

namespace mbl {

/// What goes wrong on a lane, and when: matrices `first` … `first + times - 1` of those solved for eigenvectors, and
/// of those solved for values only, counted apart from 0 and repeated solves included. False from an action means that
/// the solver reports info = 3 for the matrix. Products are handed over one and all.
struct Faults {
    static constexpr Index forever = std::numeric_limits<Index>::max();

    Index first = 0;
    Index times = 1;
    std::function<bool(Index dim, double* vectors, double* energies)> on_vectors{};
    std::function<bool(Index dim, double* energies)> on_values{};
    std::function<void(const Multiply&)> on_product{};

    Index vectors_solved = 0;
    Index values_solved = 0;

    /// Counts one more and tells whether it is hit.
    bool hit(Index& counter) const {
        const Index i = counter++;
        return i >= first && i - first < times;
    }
};

/// The CPU's lane, with faults. A lane is moved about, so what happens to it is kept outside.
class FaultyLane : public CpuBackend {
  public:
    explicit FaultyLane(Faults& faults) : faults_(&faults) {}

    EighStatus eigh(Job job, Index dim, Index count, double* matrices, double* energies, double* workspace) {
        EighStatus status = CpuBackend::eigh(job, dim, count, matrices, energies, workspace);
        for (Index i = 0; i < count; ++i) {
            if (!disturbed(job, dim, matrices + i * dim * dim, energies + i * dim) && status.ok()) status = {i, 3};
        }
        return status;
    }

    void multiply(const Multiply& product) {
        CpuBackend::multiply(product);
        if (faults_->on_product) faults_->on_product(product);
    }

  private:
    bool disturbed(Job job, Index dim, double* vectors, double* energies) {
        Faults& f = *faults_;
        if (job == Job::vectors)
            return !f.hit(f.vectors_solved) || !f.on_vectors || f.on_vectors(dim, vectors, energies);
        return !f.hit(f.values_solved) || !f.on_values || f.on_values(dim, energies);
    }

    Faults* faults_;
};

} // namespace mbl
