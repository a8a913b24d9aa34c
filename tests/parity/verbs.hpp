#pragma once

#include "composed_verbs.hpp"
#include "impurity_verbs.hpp"
#include "primitive_verbs.hpp"

namespace mbl::parity {

/// Every verb of a backend against mathematics and naive loops. @param make_lane returns a fresh lane.
/// A backend's runner is one test case that calls this.
template <class MakeLane>
void check_verbs(MakeLane make_lane) {
    auto lane = make_lane();
    SUBCASE("copy") { copy_goes_between_all_memories(lane); }
    SUBCASE("for_each_index") { for_each_index_visits_each_once(lane); }
    SUBCASE("reduce") { reduce_combines_all(lane); }
    SUBCASE("reduce_rows") { reduce_rows_adds_columns_in_order(lane); }
    SUBCASE("reduce_rows along rows") { reduce_rows_along_rows_adds_the_same(lane); }
    SUBCASE("sort_rows") { sort_rows_is_stable(lane); }
    SUBCASE("eigh: residual and orthogonality") { eigh_solves_batches(lane); }
    SUBCASE("eigh: analytic spectra") { eigh_knows_analytic_spectra(lane); }
    SUBCASE("multiply") { multiply_in_all_shapes(lane); }
    SUBCASE("fft") { fft_equals_its_definition(lane); }
    SUBCASE("histogram_rows") { histogram_rows_equals_naive_loops(lane); }
    SUBCASE("gap_ratio") { gap_ratio_equals_naive_loops(lane); }
    SUBCASE("reduced_density") { reduced_density_equals_naive_loops(lane); }
    SUBCASE("liom_sum") { liom_sum_equals_naive_loops(lane); }
    SUBCASE("liom_sum, some sites") { liom_sum_visits_active_sites_alone(lane); }
    SUBCASE("liom_sum, some points") { liom_sum_visits_listed_points_alone(lane); }
    SUBCASE("liom_sum, many points") { liom_sum_serves_many_points(lane); }
    SUBCASE("row_maxima") { row_maxima_finds_the_largest(lane); }
}

} // namespace mbl::parity
