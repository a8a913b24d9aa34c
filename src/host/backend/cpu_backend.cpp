#include "backend/cpu_backend.hpp"

#include "backend/backend.hpp"
#include "backend/dsyevd_workspace.hpp"
#include "backend/openblas.hpp"

#include <stdexcept>

namespace mbl {

static_assert(Backend<CpuBackend>);

CpuBackend::CpuBackend() { openblas_set_num_threads(1); }

void CpuBackend::sort_rows(Index rows, Index columns, double* keys, Index* order) {
    std::vector<double> sorted(static_cast<std::size_t>(columns));
    for (Index row = 0; row < rows; ++row) {
        double* key = keys + row * columns;
        Index* place = order + row * columns;
        std::iota(place, place + columns, Index{0});
        std::stable_sort(place, place + columns, [key](Index a, Index b) { return key[a] < key[b]; });
        std::transform(place, place + columns, sorted.begin(), [key](Index i) { return key[i]; });
        std::ranges::copy(sorted, key);
    }
}

Index CpuBackend::eigh_workspace(Job job, Index dim, Index /*count*/) const {
    return dsyevd_workspace(job, dim).total();
}

EighStatus CpuBackend::eigh(Job job, Index dim, Index count, double* matrices, double* energies, double* workspace) {
    const DsyevdWorkspace sizes = dsyevd_workspace(job, dim);
    const char mode = job == Job::vectors ? 'V' : 'N';
    const char lower = 'L';
    const int n = static_cast<int>(dim);
    const int doubles = static_cast<int>(sizes.doubles);
    const int integers = static_cast<int>(sizes.integers);
    if (doubles != sizes.doubles) throw std::length_error("dsyevd: workspace exceeds 32-bit LAPACK integers");
    int* integer_workspace = reinterpret_cast<int*>(workspace + sizes.doubles);
    for (Index i = 0; i < count; ++i) {
        int info = 0;
        dsyevd_(&mode, &lower, &n, matrices + i * dim * dim, &n, energies + i * dim, workspace, &doubles,
                integer_workspace, &integers, &info);
        if (info != 0) return {i, info};
    }
    return {};
}

void CpuBackend::multiply(const Multiply& product) {
    const char left = product.left == Transpose::yes ? 'T' : 'N';
    const char right = 'N';
    const int rows = static_cast<int>(product.rows);
    const int columns = static_cast<int>(product.columns);
    const int inner = static_cast<int>(product.inner);
    const int lda = product.left == Transpose::yes ? inner : rows;
    const double one = 1;
    const double zero = 0;
    for (Index i = 0; i < product.count; ++i) {
        dgemm_(&left, &right, &rows, &columns, &inner, &one, product.a + i * product.stride_a, &lda,
               product.b + i * product.stride_b, &inner, &zero, product.c + i * product.stride_c, &rows);
    }
}

void CpuBackend::fft(Direction direction, Index length, Index count, Complex* data) {
    plans_.execute(direction, length, count, data);
}

} // namespace mbl
