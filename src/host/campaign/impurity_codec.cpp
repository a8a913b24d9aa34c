#include "campaign/impurity_codec.hpp"

#include "campaign/byte_codec.hpp"

#include <array>

namespace mbl {

namespace {

/// "ipt" above the number that a change of layout raises.
constexpr Index layout_family = 0x697074;
constexpr Index layout = layout_family << 8 | 1;

/// Every number of a report but the flag and the count, in the order they are stored.
constexpr std::array report_numbers{
    &ImpurityReport::residual,
    &ImpurityReport::sum_rule,
    &ImpurityReport::filling,
    &ImpurityReport::matsubara_mismatch,
    &ImpurityReport::eta_bias,
    &ImpurityReport::narrowest_width,
    &ImpurityReport::eta,
    &ImpurityReport::step,
    &ImpurityReport::distance_to_free,
    &ImpurityReport::shape_distance_to_free,
    &ImpurityReport::shape_correlation,
};

/// Every list of real numbers, in the order they are stored.
constexpr std::array real_arrays{
    &ImpuritySolution::frequency,
    &ImpuritySolution::spectral_function,
    &ImpuritySolution::plot_spectral_function,
    &ImpuritySolution::matsubara_frequency,
    &ImpuritySolution::liom_energy,
    &ImpuritySolution::liom_coupling,
    &ImpuritySolution::liom_filling,
};
constexpr std::array complex_arrays{&ImpuritySolution::matsubara_green, &ImpuritySolution::matsubara_self_energy};

void write_complex(ByteWriter& out, const std::vector<Complex>& values) {
    out.integer(static_cast<Index>(values.size()));
    for (const Complex& value : values) {
        out.number(value.re);
        out.number(value.im);
    }
}

std::vector<Complex> read_complex(ByteReader& in) {
    std::vector<Complex> values(in.length(2 * sizeof(double)));
    for (Complex& value : values) {
        value.re = in.number();
        value.im = in.number();
    }
    return values;
}

bool fit_together(const ImpuritySolution& s) {
    bool fit = s.spectral_function.size() == s.frequency.size()
               && s.matsubara_green.size() == s.matsubara_frequency.size()
               && s.matsubara_self_energy.size() == s.matsubara_frequency.size()
               && s.liom_coupling.size() == s.liom_energy.size()
               && (s.liom_filling.size() == s.liom_energy.size() || s.liom_filling.empty());
    for (const auto& [liom, curve] : s.liom_spectral_function) {
        fit = fit && curve.size() == s.plot_spectral_function.size() && liom >= 0
              && liom < static_cast<Index>(s.liom_energy.size());
    }
    return fit;
}

} // namespace

std::string encode_impurity_report(const BlockRecord& record) {
    const ImpurityReport& report = record.impurity->report;
    ByteWriter out;
    out.integer(layout);
    out.integer(record.block.first);
    out.integer(record.block.count);
    out.text(record.device);
    out.text(record.program);
    out.integer(report.converged ? 1 : 0);
    out.integer(report.iterations);
    for (const auto number : report_numbers) out.number(report.*number);
    out.text(record.impurity->failure);
    return std::move(out).take();
}

std::string encode_impurity_arrays(const BlockRecord& record) {
    const ImpuritySolution& solution = *record.impurity;
    ByteWriter out;
    out.integer(layout);
    for (const auto array : real_arrays) out.numbers(solution.*array);
    for (const auto array : complex_arrays) write_complex(out, solution.*array);
    out.integer(static_cast<Index>(solution.liom_spectral_function.size()));
    for (const auto& [liom, curve] : solution.liom_spectral_function) {
        out.integer(liom);
        out.numbers(curve);
    }
    return std::move(out).take();
}

bool holds_impurity_report(std::string_view bytes) {
    return bytes.size() >= sizeof(Index) && ByteReader(bytes).integer() >> 8 == layout_family;
}

BlockRecord decode_impurity_report(std::string_view bytes) {
    ByteReader in(bytes);
    in.expect_layout(layout);
    BlockRecord record;
    record.block.first = in.integer();
    record.block.count = in.integer();
    record.device = in.text();
    record.program = in.text();
    const auto solution = std::make_shared<ImpuritySolution>();
    ImpurityReport& report = solution->report;
    report.converged = in.integer() != 0;
    report.iterations = static_cast<int>(in.integer());
    for (const auto number : report_numbers) report.*number = in.number();
    solution->failure = in.text();
    in.expect_end();
    if (record.block.count != 1) throw DataError("the record of an impurity point holds other than one point");
    record.impurity = solution;
    return record;
}

void decode_impurity_arrays(std::string_view bytes, BlockRecord& record) {
    ByteReader in(bytes);
    in.expect_layout(layout);
    const auto solution = std::make_shared<ImpuritySolution>(*record.impurity);
    for (const auto array : real_arrays) (*solution).*array = in.numbers();
    for (const auto array : complex_arrays) (*solution).*array = read_complex(in);
    const std::size_t curves = in.length(2 * sizeof(Index));
    for (std::size_t i = 0; i < curves; ++i) {
        const Index liom = in.integer();
        solution->liom_spectral_function[liom] = in.numbers();
    }
    in.expect_end();
    if (!fit_together(*solution)) throw DataError("the record's lists do not fit together");
    record.impurity = solution;
}

} // namespace mbl
