#include "campaign/block_codec.hpp"

#include "campaign/byte_codec.hpp"
#include "campaign/impurity_codec.hpp"

namespace mbl {

namespace {

constexpr Index layout = 2;

void write_columns(ByteWriter& out) {
    out.integer(static_cast<Index>(sample_columns().size()));
    for (const SampleColumn& column : sample_columns()) {
        out.text(column.observable);
        out.text(column.op);
    }
}

void expect_columns(ByteReader& in) {
    bool same = in.length(2 * sizeof(Index)) == sample_columns().size();
    for (const SampleColumn& column : sample_columns())
        same = same && in.text() == column.observable && in.text() == column.op;
    if (!same) throw DataError("the record holds other observables than this program's");
}

void write_gate(ByteWriter& out, const Gate& gate) {
    for (const double figure : {gate.trace, gate.frobenius, gate.residual, gate.orthogonality, gate.sum_rule})
        out.number(figure);
    out.integer(gate.finite ? 1 : 0);
}

Gate read_gate(ByteReader& in) {
    Gate gate;
    for (double* figure : {&gate.trace, &gate.frobenius, &gate.residual, &gate.orthogonality, &gate.sum_rule})
        *figure = in.number();
    gate.finite = in.integer() != 0;
    return gate;
}

CurveGroup read_group(ByteReader& in) {
    CurveGroup group;
    group.first = in.integer();
    group.count = in.integer();
    const std::size_t curves = in.length(sizeof(Index));
    for (std::size_t i = 0; i < curves; ++i) {
        SpectralSum sum;
        sum.op = in.text();
        sum.bin_width = in.number();
        sum.k_min = in.integer();
        sum.thermal = in.numbers();
        sum.typical_log = in.numbers();
        group.spectral.push_back(std::move(sum));
    }
    const std::size_t densities = in.length(sizeof(Index));
    for (std::size_t i = 0; i < densities; ++i) {
        DensitySum sum;
        sum.op = in.text();
        sum.counts = in.numbers();
        group.density.push_back(std::move(sum));
    }
    return group;
}

void write_group(ByteWriter& out, const CurveGroup& group) {
    out.integer(group.first);
    out.integer(group.count);
    out.integer(static_cast<Index>(group.spectral.size()));
    for (const SpectralSum& sum : group.spectral) {
        out.text(sum.op);
        out.number(sum.bin_width);
        out.integer(sum.k_min);
        out.numbers(sum.thermal);
        out.numbers(sum.typical_log);
    }
    out.integer(static_cast<Index>(group.density.size()));
    for (const DensitySum& sum : group.density) {
        out.text(sum.op);
        out.numbers(sum.counts);
    }
}

} // namespace

std::string encode_samples(const BlockRecord& record) {
    if (record.impurity) return encode_impurity_report(record);
    ByteWriter out;
    out.integer(layout);
    write_columns(out);
    out.integer(record.block.first);
    out.integer(record.block.count);
    out.text(record.device);
    out.text(record.program);
    write_gate(out, record.gate);
    out.integer(record.retries);
    out.integer(record.rescues);
    out.numbers(record.samples);
    out.numbers(record.scales);
    out.numbers(record.liom_energies);
    return std::move(out).take();
}

std::string encode_curves(const BlockRecord& record) {
    if (record.impurity) return encode_impurity_arrays(record);
    ByteWriter out;
    out.integer(layout);
    for (const auto* groups : {&record.groups, &record.fixed_disorder}) {
        out.integer(static_cast<Index>(groups->size()));
        for (const CurveGroup& group : *groups) write_group(out, group);
    }
    return std::move(out).take();
}

BlockRecord decode_samples(std::string_view bytes) {
    if (holds_impurity_report(bytes)) return decode_impurity_report(bytes);
    ByteReader in(bytes);
    in.expect_layout(layout);
    expect_columns(in);
    BlockRecord record;
    record.block.first = in.integer();
    record.block.count = in.integer();
    record.device = in.text();
    record.program = in.text();
    record.gate = read_gate(in);
    record.retries = static_cast<int>(in.integer());
    record.rescues = static_cast<int>(in.integer());
    record.samples = in.numbers();
    record.scales = in.numbers();
    record.liom_energies = in.numbers();
    in.expect_end();
    if (record.samples.size() != record.scales.size() * sample_columns().size()
        || record.scales.size() != static_cast<std::size_t>(record.block.count))
        throw DataError("the record's lists do not fit together");
    return record;
}

void decode_curves(std::string_view bytes, BlockRecord& record) {
    if (record.impurity) return decode_impurity_arrays(bytes, record);
    ByteReader in(bytes);
    in.expect_layout(layout);
    for (auto* groups : {&record.groups, &record.fixed_disorder}) {
        const std::size_t count = in.length(sizeof(Index));
        for (std::size_t i = 0; i < count; ++i) groups->push_back(read_group(in));
    }
    in.expect_end();
}

} // namespace mbl
