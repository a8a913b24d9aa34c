#include "ipt/free_distance.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace mbl;

namespace {

constexpr std::size_t count = 400;

std::vector<double> smooth() { return std::vector<double>(count, 0.5); }

} // namespace

TEST_CASE("distance to free: of the sums, and of the shapes alone") {
    std::vector<double> free{1, 2, 3, 4};
    std::vector<double> rho{2, 2, 4, 2};
    const FreeDistance d = distance_to_free(rho, free);
    CHECK(std::fabs(d.relative - 4.0 / 10) <= 1e-15);
    CHECK(std::fabs(d.shape - 4.0 / 10) <= 1e-15); // both sum to 10
    for (double& value : rho) value *= 3;
    const FreeDistance scaled = distance_to_free(rho, free);
    CHECK(std::fabs(scaled.relative - 20.0 / 10) <= 1e-15); // 5 + 4 + 9 + 2
    CHECK(std::fabs(scaled.shape - 4.0 / 10) <= 1e-15);
    CHECK(std::isnan(scaled.correlation)); // four points have no fine structure
    const FreeDistance none = distance_to_free({}, {});
    CHECK(std::isnan(none.relative));
    CHECK(std::isnan(none.shape));
    CHECK(std::isnan(none.correlation));
    CHECK(std::isnan(distance_to_free(std::vector<double>(101, 1), std::vector<double>(101, 1)).correlation));
}

TEST_CASE("distance to free: the fine structure is the value over the mean of 81 points, less one") {
    // Period 81: the running mean over 81 points is the mean of the period, whatever the place.
    std::vector<double> rho(count);
    for (std::size_t i = 0; i < count; ++i) rho[i] = 1 + 0.3 * std::cos(2 * M_PI * static_cast<double>(i) / 81);
    std::vector<double> other(count);
    for (std::size_t i = 0; i < count; ++i) other[i] = 7 + 0.3 * std::sin(2 * M_PI * static_cast<double>(i) / 81);
    // What is compared is i = 50 ... 349, and Pearson's correlation takes out the means over these.
    double both = 0;
    double a2 = 0;
    double b2 = 0;
    double mean_a = 0;
    double mean_b = 0;
    for (std::size_t i = 50; i < 350; ++i) {
        mean_a += (rho[i] - 1) / 300;
        mean_b += (other[i] - 7) / 300;
    }
    for (std::size_t i = 50; i < 350; ++i) {
        const double a = rho[i] - 1 - mean_a;
        const double b = other[i] - 7 - mean_b;
        both += a * b;
        a2 += a * a;
        b2 += b * b;
    }
    CHECK(std::fabs(distance_to_free(rho, other).correlation - both / std::sqrt(a2 * b2)) <= 1e-12);
    CHECK(std::fabs(distance_to_free(rho, rho).correlation - 1) <= 1e-12);
}

TEST_CASE("distance to free: a slow change of height is no fine structure") {
    std::vector<double> rho(count);
    std::vector<double> uneven(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double structure = 1 + 0.01 * static_cast<double>(i * i % 17) / 17;
        const double height = i < count / 2 ? 1 : 2;
        rho[i] = structure;
        uneven[i] = height * structure;
    }
    // Away from the step both have the same structure; at it, 80 points see a mean between the heights.
    const double correlation = distance_to_free(rho, uneven).correlation;
    CHECK(correlation < 0.5);
    std::vector<double> doubled = rho;
    for (double& value : doubled) value *= 2;
    CHECK(std::fabs(distance_to_free(rho, doubled).correlation - 1) <= 1e-12);
    CHECK(std::fabs(distance_to_free(rho, doubled).shape) <= 1e-12);
    CHECK_FALSE(distance_to_free(smooth(), smooth()).correlation > 1); // no structure at all: undefined or rounding
}

TEST_CASE("distance to free: a place of twice the height has the same fine structure") {
    std::vector<double> rho(count);
    for (std::size_t i = 0; i < count; ++i) rho[i] = 1 + 0.1 * std::sin(0.7 * static_cast<double>(i * i));
    std::vector<double> uneven = rho;
    for (std::size_t i = 200; i < count; ++i) uneven[i] *= 2;
    const auto structure = [](const std::vector<double>& values, std::size_t i) {
        double mean = 0;
        for (std::size_t k = i - 40; k <= i + 40; ++k) mean += values[k] / 81;
        return values[i] / mean - 1;
    };
    double mean_a = 0;
    double mean_b = 0;
    for (std::size_t i = 50; i < 350; ++i) {
        mean_a += structure(rho, i) / 300;
        mean_b += structure(uneven, i) / 300;
    }
    double both = 0;
    double a2 = 0;
    double b2 = 0;
    for (std::size_t i = 50; i < 350; ++i) {
        const double a = structure(rho, i) - mean_a;
        const double b = structure(uneven, i) - mean_b;
        both += a * b;
        a2 += a * a;
        b2 += b * b;
    }
    CHECK(std::fabs(distance_to_free(rho, uneven).correlation - both / std::sqrt(a2 * b2)) <= 1e-12);
}

TEST_CASE("distance to free: fifty points at each end are left out") {
    std::vector<double> rho(count);
    for (std::size_t i = 0; i < count; ++i) rho[i] = 1 + 0.1 * std::sin(0.7 * static_cast<double>(i * i));
    std::vector<double> other = rho;
    // The mean at i = 50 begins at 10: nothing before it is looked at.
    for (std::size_t i = 0; i < 10; ++i) other[i] = other[count - 1 - i] = 40;
    CHECK(std::fabs(distance_to_free(rho, other).correlation - 1) <= 1e-12);
    other[10] = 40;
    CHECK(distance_to_free(rho, other).correlation < 0.99);
}
