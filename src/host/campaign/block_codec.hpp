#pragma once

#include "campaign/block_record.hpp"

#include <string>
#include <string_view>

namespace mbl {

/// A block record as two byte strings, so that whoever wants averages need not read the curves, which are most of it.
/// Both name their layout; the samples name their columns. A change of either comes with a new format in the problem's identity
/// (plan/identity), under which nothing is found yet. An impurity point's parts are its report and its arrays
/// (campaign/impurity_codec).
std::string encode_samples(const BlockRecord& record);
std::string encode_curves(const BlockRecord& record);

/// The record without its curve groups (or arrays); `block.problem` and `block.index` stay 0. @throws DataError other columns or layout
/// than this program's, or malformed bytes.
BlockRecord decode_samples(std::string_view bytes);

/// Adds the curve groups (or arrays) to a record of decode_samples(). @throws DataError.
void decode_curves(std::string_view bytes, BlockRecord& record);

} // namespace mbl
