#pragma once

#include "core/index.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mbl {

enum class Command { run, validate, status, merge, verify, export_results, replay, plot, theory, doctor, schema };

/// The command line, parsed and checked as far as it can be without reading anything.
struct Options {
    Command command = Command::run;
    std::string config;
    std::string profile;
    std::vector<std::string> overrides;
    std::string results = "results";
    std::string device = "auto";
    std::string progress = "auto";
    std::string max_walltime;         ///< empty: none
    std::string target_stderr;        ///< empty: none
    std::optional<std::string> shard; ///< as given, even where it is empty (a variable that is not set)
    std::vector<std::string> files;   ///< merge: campaign files beside those of the results folder
    std::string theory;               ///< plot: overrides the config's form of Eq. (7)
    int threads = 0;
    Index point = 0;
    std::optional<Index> realization; ///< replay: required but for an impurity point
    bool json = false;
    bool dry_run = false;
    bool csv = false;         ///< theory: comma-separated instead of aligned columns; export: the curves as well
    std::string theory_table; ///< theory: widths, avalanche or condition; empty: the first two (with `csv`: widths)
    double rarity = 1;        ///< theory: A of Eq. (20)
    std::optional<double> width_at_one; ///< theory: anchor of Eqs. (6) and (7); default: the golden rule's value
};

/// Parses argv. Returns nothing where --help or --version was asked for and answered.
/// @throws UsageError.
std::optional<Options> parse_options(int argc, const char* const* argv);

} // namespace mbl
