#pragma once

#include "config/config.hpp"

#include <array>

namespace mbl {

/// Every value of an enumeration, in the order in which messages and the schema list them. Names:
/// to_string().
template <class Enum>
inline constexpr std::array<Enum, 0> all_values{};

template <>
inline constexpr std::array all_values<Geometry>{Geometry::exponential_1d, Geometry::stretched_1d,
                                                 Geometry::exponential_2d, Geometry::explicit_couplings};
template <>
inline constexpr std::array all_values<BubbleEnsemble>{BubbleEnsemble::goe, BubbleEnsemble::explicit_matrix};
template <>
inline constexpr std::array all_values<TheoryForm>{TheoryForm::implied, TheoryForm::printed};
template <>
inline constexpr std::array all_values<BathGeometry>{BathGeometry::layers_2d, BathGeometry::explicit_couplings};
template <>
inline constexpr std::array all_values<LayerRule>{LayerRule::n, LayerRule::n_minus_one};
template <>
inline constexpr std::array all_values<ModelKind>{ModelKind::goe_bubble, ModelKind::impurity};
template <>
inline constexpr std::array all_values<Figure>{Figure::fig3,   Figure::fig4,   Figure::fig5,   Figure::fig6,
                                               Figure::fig_s1, Figure::fig_s2, Figure::fig_s3, Figure::fig_s4};

} // namespace mbl
