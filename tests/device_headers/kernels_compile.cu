// Compiles and links every header of kernels/ for the device; needs no GPU. A new functor adds one line, a new
// function of its own one call.
#include "complex.hpp"
#include "frequency_grid.hpp"
#include "gap_ratio.hpp"
#include "goe_element.hpp"
#include "goe_fill.hpp"
#include "hamiltonian_element.hpp"
#include "host_device.hpp"
#include "liom_energy.hpp"
#include "liom_green.hpp"
#include "local_green.hpp"
#include "matsubara.hpp"
#include "newton_site.hpp"
#include "normal_transform.hpp"
#include "random.hpp"
#include "reduced_density.hpp"
#include "second_order.hpp"
#include "spectral_function.hpp"
#include "spin.hpp"
#include "spin_entropy.hpp"
#include "spin_flip.hpp"
#include "thouless_parameter.hpp"

#include <cstdint>

template <class Functor>
__global__ void at_every_index(Functor functor, std::int64_t count) {
    const std::int64_t index = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
    if (index < count) functor(index);
}

template __global__ void at_every_index(mbl::AddLiomTerms, std::int64_t);
template __global__ void at_every_index(mbl::AssembleHamiltonian, std::int64_t);
template __global__ void at_every_index(mbl::ContinueToMatsubara, std::int64_t);
template __global__ void at_every_index(mbl::FillFermi, std::int64_t);
template __global__ void at_every_index(mbl::FillGoe, std::int64_t);
template __global__ void at_every_index(mbl::FillKramersKronig, std::int64_t);
template __global__ void at_every_index(mbl::FillMatsubaraFrequencies, std::int64_t);
template __global__ void at_every_index(mbl::FillZeroComplex, std::int64_t);
template __global__ void at_every_index(mbl::LiomFillings, std::int64_t);
template __global__ void at_every_index(mbl::LiomSum, std::int64_t);
template __global__ void at_every_index(mbl::MultiplyRows, std::int64_t);
template __global__ void at_every_index(mbl::NewtonStep, std::int64_t);
template __global__ void at_every_index(mbl::NextLocalGreen, std::int64_t);
template __global__ void at_every_index(mbl::PackOccupiedAndEmpty, std::int64_t);
template __global__ void at_every_index(mbl::PackSelfEnergy, std::int64_t);
template __global__ void at_every_index(mbl::PackWeiss, std::int64_t);
template __global__ void at_every_index(mbl::PerturbedEnergy, std::int64_t);
template __global__ void at_every_index(mbl::ReducedDensity, std::int64_t);
template __global__ void at_every_index(mbl::RowMaxima, std::int64_t);
template __global__ void at_every_index(mbl::SelfEnergyTail, std::int64_t);
template __global__ void at_every_index(mbl::SpectralRow, std::int64_t);
template __global__ void at_every_index(mbl::SpinEntropy, std::int64_t);
template __global__ void at_every_index(mbl::StartIteration, std::int64_t);
template __global__ void at_every_index(mbl::StartSemicircle, std::int64_t);
template __global__ void at_every_index(mbl::SubtractIdentity, std::int64_t);
template __global__ void at_every_index(mbl::SumOverSpin, std::int64_t);
template __global__ void at_every_index(mbl::TakeMatsubaraSelfEnergy, std::int64_t);
template __global__ void at_every_index(mbl::TakeSelfEnergyReal, std::int64_t);
template __global__ void at_every_index(mbl::TakeSelfEnergySpectrum, std::int64_t);
template __global__ void at_every_index(mbl::ThoulessOfPairs, std::int64_t);
template __global__ void at_every_index(mbl::TripleProduct, std::int64_t);
template __global__ void at_every_index(mbl::WeissInTime, std::int64_t);
template __global__ void at_every_index(mbl::WindowGapRatio, std::int64_t);

// What no functor of one index calls.
__global__ void use_functions(std::uint64_t* words, double* numbers, mbl::HamiltonianElement element,
                              mbl::DiagonalElementTerm diagonal, mbl::NeighbourElementTerm neighbour) {
    const mbl::DrawAddress address = {words[0], mbl::Stream::probe, words[1], words[2]};
    words[0] = mbl::bits(address);
    words[1] = mbl::packed_lower_index(words[1], words[2]);

    numbers[0] = mbl::uniform(address);
    numbers[1] = mbl::normal(address);
    numbers[2] = mbl::goe_element(words[0], words[1], words[2], words[3]);
    numbers[3] = mbl::liom_energy(words[0], words[1], words[2], numbers[0], numbers[1]);
    numbers[4] = mbl::typical_log(numbers[4]);
    numbers[5] = element(0, 1);
    numbers[6] = diagonal(0, 1);
    numbers[7] = neighbour(0, 1);
}

int main() { return 0; }
