#include "output/ed_points_hdf5.hpp"

#include "output/absorbed_lioms.hpp"
#include "output/named_curves.hpp"
#include "output/provenance.hpp"
#include "output/theory_values.hpp"
#include "solve/operators.hpp"

#include <fmt/format.h>

namespace mbl {

namespace {

void write_parameters(Hdf5File& file, const std::string& path, const Point& point, const Problem& problem) {
    file.attribute(path, "panel", point.panel);
    file.attribute(path, "geometry", std::string(to_string(point.geometry)));
    file.attribute(path, "coupling", point.coupling);
    file.attribute(path, "localization_length", point.localization_length);
    file.attribute(path, "bubble_spins", Index{point.bubble_spins});
    file.attribute(path, "liom_count", Index{point.liom_count});
    file.attribute(path, "realizations", point.realizations);
    file.attribute(path, "level_spacing", problem.level_spacing);
    file.attribute(path, "bin_width", problem.bin_width);
    file.attribute(path, "bandwidth_per_spin", problem.model->bubble.bandwidth_per_spin);
    file.attribute(path, "window_first", problem.window.first);
    file.attribute(path, "window_count", problem.window.count);
    file.attribute(path, "identity", problem.identity);
}

void write_gate(Hdf5File& file, const std::string& path, const ProblemResult& result) {
    file.create_group(path + "/gate");
    file.attribute(path + "/gate", "trace", result.gate.trace);
    file.attribute(path + "/gate", "frobenius", result.gate.frobenius);
    file.attribute(path + "/gate", "residual", result.gate.residual);
    file.attribute(path + "/gate", "orthogonality", result.gate.orthogonality);
    file.attribute(path + "/gate", "sum_rule", result.gate.sum_rule);
    file.attribute(path + "/gate", "retries", Index{result.retries});
    file.attribute(path + "/gate", "rescues", Index{result.rescues});
}

void write_samples(Hdf5File& file, const std::string& path, const Point& point, const ProblemResult& result,
                   const std::vector<double>& absorbed) {
    for (std::size_t i = 0; i < sample_columns().size(); ++i) {
        const SampleColumn& column = sample_columns()[i];
        if (column.needs_liom && point.liom_count == 0) continue;
        const std::string suffix = *column.op == '\0' ? "" : fmt::format("_{}", column.op);
        file.dataset(fmt::format("{}/samples/{}{}", path, column.observable, suffix), result.samples[i]);
    }
    if (!absorbed.empty()) {
        file.dataset(fmt::format("{}/samples/absorbed_lioms_{}", path, AbsorbedLioms::op), absorbed);
    }
    file.dataset(path + "/samples/scale", result.scales);
    if (point.liom_count > 0) file.matrix(path + "/samples/liom_energy", result.liom_energies, point.liom_count);
}

void write_curves(Hdf5File& file, const std::string& path, const Problem& problem, const ProblemResult& result) {
    for (const NamedCurve& curve : curves(problem, result)) {
        std::vector<double> centres;
        for (std::size_t i = 0; i < curve.estimate.mean.size(); ++i) {
            centres.push_back((static_cast<double>(curve.estimate.k_min + static_cast<Index>(i)) + 0.5)
                              * curve.bin_width);
        }
        const std::string group = fmt::format("{}/curves/{}", path, curve.name);
        file.create_group(group);
        file.attribute(group, "bin_width", curve.bin_width);
        file.attribute(group, "k_min", curve.estimate.k_min);
        file.dataset(group + "/x", centres);
        file.dataset(group + "/mean", curve.estimate.mean);
        file.dataset(group + "/stderr", curve.estimate.standard_error);
    }
    for (const SpinOperator op : thouless_operators(problem)) {
        const DensityTails tails = thouless_tails(result, op.name);
        if (tails.pairs == 0) continue;
        const std::string group = fmt::format("{}/curves/thouless_density_{}", path, op.name);
        file.attribute(group, "pairs", static_cast<Index>(tails.pairs));
        file.attribute(group, "underflow", static_cast<Index>(tails.below));
        file.attribute(group, "overflow", static_cast<Index>(tails.above));
    }
}

void write_integrals(Hdf5File& file, const std::string& path, const Problem& problem, const ProblemResult& result) {
    for (const NamedIntegral& integral : integrals(problem, result)) {
        const std::string group = fmt::format("{}/integrals/{}_{}", path, integral.name, integral_operator);
        file.create_group(group);
        file.attribute(group, "bin_width", integral.bin_width);
        file.scalar(group + "/mean", integral.estimate.mean);
        file.scalar(group + "/stderr", integral.estimate.standard_error);
    }
}

void write_theory(Hdf5File& file, const std::string& path, const TheoryValues& theory) {
    file.scalar(path + "/theory/implied", theory.implied);
    file.scalar(path + "/theory/printed", theory.printed);
    file.scalar(path + "/theory/golden_rule", theory.golden_rule);
}

} // namespace

void write_ed_points(Hdf5File& file, const Plan& plan, const Results& results) {
    const std::vector<TheoryValues> theory = theory_values(plan, results);
    const AbsorbedLioms absorbed(plan, results);
    file.create_group("/ed/points");
    for (const Point& point : plan.points) {
        const std::string path = fmt::format("/ed/points/{}", point.index);
        const Problem& problem = plan.problems[static_cast<std::size_t>(point.problem)];
        const std::vector<double> differences = absorbed.at(point); // before `result`, whose curves it may push out
        const ProblemResult& result = results.at(static_cast<std::size_t>(point.problem));
        file.create_group(path);
        write_parameters(file, path, point, problem);
        file.attribute(path, "origins", origins_json(result));
        write_gate(file, path, result);
        write_samples(file, path, point, result, differences);
        write_curves(file, path, problem, result);
        write_integrals(file, path, problem, result);
        write_theory(file, path, theory.at(static_cast<std::size_t>(point.index)));
    }
}

} // namespace mbl
