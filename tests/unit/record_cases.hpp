#pragma once

#include "campaign/block_codec.hpp"
#include "plan_cases.hpp"
#include "result_cases.hpp"

/// Invented block records of small plans, for the tests of what keeps them.
namespace mbl::record_cases {

/// One problem per LIOM count, N = 3; blocks hold 256 realizations.
inline Plan plan(std::vector<int> liom_count, Index realizations) {
    return plan_cases::plan(plan_cases::config(3, {plan_cases::chain({1}, std::move(liom_count))}, realizations));
}

inline BlockRecord first_record(int liom_count, Index realizations) {
    const Plan one = plan({liom_count}, realizations);
    return result_cases::record(one, one.blocks.front());
}

/// Bit for bit; the block's place in its plan aside.
inline bool same(const BlockRecord& a, const BlockRecord& b) {
    return encode_samples(a) == encode_samples(b) && encode_curves(a) == encode_curves(b);
}

} // namespace mbl::record_cases
