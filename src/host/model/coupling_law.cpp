#include "model/coupling_law.hpp"

#include <cmath>
#include <stdexcept>

namespace mbl {

double CouplingTerm::value() const { return amplitude * std::exp(-exponent); }

namespace {

/// 0-based layer of a LIOM when layer n (from 1) holds n of them: 0 | 1 1 | 2 2 2 | …
int layer_of(int liom) {
    int layer = 0;
    int last_of_layer = 0;
    while (liom > last_of_layer) {
        ++layer;
        last_of_layer += layer + 1;
    }
    return layer;
}

} // namespace

double coupling_distance(Geometry geometry, int liom) {
    switch (geometry) {
    case Geometry::exponential_1d: return liom;
    case Geometry::stretched_1d: return std::sqrt(static_cast<double>(liom));
    case Geometry::exponential_2d: return layer_of(liom);
    case Geometry::explicit_couplings: break;
    }
    throw std::invalid_argument("coupling_distance: explicit couplings have no distances");
}

std::vector<CouplingTerm> coupling_law(Geometry geometry, double coupling, double localization_length, int liom_count) {
    std::vector<CouplingTerm> law;
    for (int liom = 0; liom < liom_count; ++liom) {
        law.push_back({coupling, coupling_distance(geometry, liom) / localization_length});
    }
    return law;
}

std::vector<CouplingTerm> coupling_law(const std::vector<double>& couplings, int liom_count) {
    std::vector<CouplingTerm> law;
    for (int liom = 0; liom < liom_count; ++liom) {
        law.push_back({couplings.at(static_cast<std::size_t>(liom)), 0.0});
    }
    return law;
}

} // namespace mbl
