#include "config/nearest_name.hpp"

#include <algorithm>

namespace mbl {

namespace {

/// Longer words are no misspelling of anything here; the bound keeps a hostile key from costing time.
constexpr std::size_t longest_word = 64;

std::string lower_case(std::string_view word) {
    std::string lowered(word);
    for (char& letter : lowered) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return lowered;
}

} // namespace

std::size_t edit_distance(std::string_view from, std::string_view to) {
    // Three rows of the dynamic program: row[j] is the distance between from[0, i) and to[0, j).
    std::vector<std::size_t> before_last(to.size() + 1);
    std::vector<std::size_t> last(to.size() + 1);
    std::vector<std::size_t> row(to.size() + 1);
    for (std::size_t j = 0; j <= to.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= from.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= to.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            const bool swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
            if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        std::swap(before_last, last);
        std::swap(last, row);
    }
    return last[to.size()];
}

std::optional<std::string> nearest_name(std::string_view word, const std::vector<std::string>& known) {
    if (word.empty() || word.size() > longest_word) return std::nullopt;
    const std::string lowered = lower_case(word);
    std::optional<std::string> nearest;
    std::size_t smallest = 0;
    for (const std::string& name : known) {
        const std::size_t distance = edit_distance(lowered, lower_case(name));
        const std::size_t allowed = std::max<std::size_t>(1, std::max(word.size(), name.size()) / 3);
        if (distance > allowed || (nearest && distance >= smallest)) continue;
        nearest = name;
        smallest = distance;
    }
    return nearest;
}

} // namespace mbl
