#pragma once

#include "campaign/block_record.hpp"

#include <string>
#include <string_view>

namespace mbl {

/// The block record of an impurity point as two byte strings: the report with its failure text, and the arrays. Every number
/// comes back bit for bit, NaN included. The layout is a number that no record of exact diagonalization has.
std::string encode_impurity_report(const BlockRecord& record);
std::string encode_impurity_arrays(const BlockRecord& record);

/// Whether these bytes are a report's, of whatever layout; looks at no more than their beginning.
bool holds_impurity_report(std::string_view bytes);

/// The record with its report, without arrays; `block.problem` and `block.index` stay 0. @throws DataError another layout, or
/// malformed bytes.
BlockRecord decode_impurity_report(std::string_view bytes);

/// Adds the arrays to a record of decode_impurity_report(). @throws DataError; also where lists do not fit together.
void decode_impurity_arrays(std::string_view bytes, BlockRecord& record);

} // namespace mbl
