#include "config/config.hpp"

namespace mbl {

const char* to_string(Geometry geometry) noexcept {
    switch (geometry) {
    case Geometry::exponential_1d: return "1d_exponential";
    case Geometry::stretched_1d: return "1d_stretched";
    case Geometry::exponential_2d: return "2d_exponential";
    case Geometry::explicit_couplings: return "explicit";
    }
    return "unknown";
}

const char* to_string(BathGeometry geometry) noexcept {
    switch (geometry) {
    case BathGeometry::layers_2d: return "2d_layers";
    case BathGeometry::explicit_couplings: return "explicit";
    }
    return "unknown";
}

const char* to_string(LayerRule rule) noexcept {
    switch (rule) {
    case LayerRule::n: return "n";
    case LayerRule::n_minus_one: return "n-1";
    }
    return "unknown";
}

const char* to_string(BubbleEnsemble ensemble) noexcept {
    switch (ensemble) {
    case BubbleEnsemble::goe: return "goe";
    case BubbleEnsemble::explicit_matrix: return "explicit";
    }
    return "unknown";
}

const char* to_string(TheoryForm form) noexcept {
    switch (form) {
    case TheoryForm::implied: return "implied";
    case TheoryForm::printed: return "printed";
    }
    return "unknown";
}

const char* to_string(ModelKind kind) noexcept {
    switch (kind) {
    case ModelKind::goe_bubble: return "goe_bubble";
    case ModelKind::impurity: return "impurity";
    }
    return "unknown";
}

const char* to_string(Figure figure) noexcept {
    switch (figure) {
    case Figure::fig3: return "fig3";
    case Figure::fig4: return "fig4";
    case Figure::fig5: return "fig5";
    case Figure::fig6: return "fig6";
    case Figure::fig_s1: return "figS1";
    case Figure::fig_s2: return "figS2";
    case Figure::fig_s3: return "figS3";
    case Figure::fig_s4: return "figS4";
    }
    return "unknown";
}

} // namespace mbl
