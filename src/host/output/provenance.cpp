#include "output/provenance.hpp"

#include "core/version.hpp"

#include <nlohmann/json.hpp>

namespace mbl {

namespace {

/// Worst figures of exact diagonalization.
nlohmann::json gate_json(const Results& results) {
    Gate gate;
    int retries = 0;
    int rescues = 0;
    for (std::size_t i = 0; i < results.size(); ++i) {
        const ProblemResult& result = results.samples_at(i);
        gate = worst(gate, result.gate);
        retries += result.retries;
        rescues += result.rescues;
    }
    return {{"trace", gate.trace},       {"frobenius", gate.frobenius},
            {"residual", gate.residual}, {"orthogonality", gate.orthogonality},
            {"sum_rule", gate.sum_rule}, {"retries", retries},
            {"rescues", rescues}};
}

/// How many distinct impurity points there are and how many of them converged.
nlohmann::json convergence_json(const Results& results) {
    Index converged = 0;
    for (std::size_t i = 0; i < results.size(); ++i)
        converged += results.samples_at(i).impurity->report.converged ? 1 : 0;
    return {{"problems", results.size()}, {"converged", converged}};
}

} // namespace

std::string provenance_json(const Config& config, const Results& results, const std::string& target_stderr) {
    std::set<std::string> devices;
    std::set<std::string> programs;
    for (std::size_t i = 0; i < results.size(); ++i) {
        const ProblemResult& result = results.samples_at(i);
        devices.insert(result.devices.begin(), result.devices.end());
        for (const Origin& origin : result.origins) programs.insert(origin.program);
    }
    nlohmann::json document{
        {"program", "mbl_gpu"},
        {"version", program_version()},
        {"revision", source_revision()},
        {"libraries", library_versions()},
        {"seed", config.seed},
        {"profile", config.profile},
        {"devices", devices},
        {"computed_by", programs},
    };
    if (config.impurity) {
        document["convergence"] = convergence_json(results);
    } else {
        document["gate"] = gate_json(results);
    }
    if (!target_stderr.empty()) document["target_stderr"] = target_stderr;
    return document.dump();
}

std::string origins_json(const ProblemResult& result) {
    nlohmann::json list = nlohmann::json::array();
    for (const Origin& origin : result.origins) {
        list.push_back(
            {{"first", origin.first}, {"count", origin.count}, {"device", origin.device}, {"program", origin.program}});
    }
    return list.dump();
}

} // namespace mbl
