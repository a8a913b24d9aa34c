#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mbl {

/// Fewest insertions, deletions, replacements and swaps of neighbours that turn `from` into `to`.
/// (Optimal string alignment: no part is edited twice.) Counted in bytes.
std::size_t edit_distance(std::string_view from, std::string_view to);

/// The known name that `word` most likely stands for, ignoring case: at most a third of the longer of the two
/// is edited, and at least one edit is allowed. The first of equally near ones; nullopt where none is near.
std::optional<std::string> nearest_name(std::string_view word, const std::vector<std::string>& known);

} // namespace mbl
