#pragma once

#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace mbl::physics {

/// Uniform in [-half_width, half_width), the same numbers with every standard library.
inline double uniform(std::mt19937_64& engine, double half_width = 1.0) {
    return half_width * static_cast<double>(static_cast<std::int64_t>(engine())) * std::ldexp(1.0, -63);
}

/// [order, order] row-major, symmetric, entries uniform in [-1, 1).
inline std::vector<double> random_symmetric(std::size_t order, std::uint64_t seed) {
    std::mt19937_64 engine(seed);
    std::vector<double> matrix(order * order);
    for (std::size_t row = 0; row < order; ++row) {
        for (std::size_t column = 0; column <= row; ++column) {
            matrix[row * order + column] = uniform(engine);
            matrix[column * order + row] = matrix[row * order + column];
        }
    }
    return matrix;
}

/// Diagonal [order, order], entries independent and uniform in [-half_width, half_width).
inline std::vector<double> random_diagonal(std::size_t order, double half_width, std::mt19937_64& engine) {
    std::vector<double> matrix(order * order);
    for (std::size_t row = 0; row < order; ++row) matrix[row * order + row] = uniform(engine, half_width);
    return matrix;
}

inline std::vector<double> scaled(std::vector<double> values, double factor) {
    for (double& value : values) value *= factor;
    return values;
}

/// A JSON list that reads back as the same doubles.
inline std::string list_text(const std::vector<double>& values) {
    std::string text;
    for (const double value : values) text += (text.empty() ? "" : ", ") + fmt::format("{:.17g}", value);
    return "[" + text + "]";
}

/// The keys of an explicit bubble with this H_b [order, order].
inline std::string explicit_bubble(const std::vector<double>& matrix, double bandwidth_per_spin = 2.6) {
    const auto order = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(matrix.size()))));
    std::string rows;
    for (std::size_t row = 0; row < order; ++row) {
        const auto start = matrix.begin() + static_cast<std::ptrdiff_t>(row * order);
        rows += (rows.empty() ? "" : ", ")
                + list_text(std::vector<double>(start, start + static_cast<std::ptrdiff_t>(order)));
    }
    return fmt::format(R"("ensemble": "explicit", "bandwidth_per_spin": {:.17g}, "matrix": [{}])", bandwidth_per_spin,
                       rows);
}

/// The model's LIOM keys.
inline std::string explicit_lioms(const std::vector<double>& energy, const std::vector<double>& coupling) {
    return R"("lioms": {"energy": )" + list_text(energy) + R"(, "coupling": )" + list_text(coupling) + "}";
}

} // namespace mbl::physics
