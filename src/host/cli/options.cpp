#include "cli/options.hpp"

#include "core/errors.hpp"
#include "core/version.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace mbl {

namespace {

constexpr const char* description =
    "mbl_gpu: many-body localization against rare thermal regions. Exact diagonalization of a GOE bubble coupled to\n"
    "localized spins, or the impurity model of a large bubble: runs the campaign that a config describes, writes\n"
    "summary.csv (ipt_summary.csv) and results.h5, draws the figure.";

constexpr const char* exit_codes =
    "Exit codes: 0 complete; 64 usage; 65 bad data; 69 device unavailable; 70 numerical gate, or nothing converged; 74 I/O;\n"
    "75 stopped, the same command continues; 78 config.\n"
    "What is computed is kept in DIR/campaign.sqlite, of a shard in DIR/campaign-<i>of<n>.sqlite; results go to\n"
    "DIR/<name>-<profile>/, with DIR from --results.\n"
    "SIGTERM, SIGINT (Ctrl-C) and SIGUSR1 stop a campaign within 30 s; a second SIGINT ends it at once.";

void add_config_options(CLI::App& app, Options& options) {
    app.add_option("--config", options.config, "Config file (JSON)")->type_name("FILE");
    app.add_option("--profile", options.profile,
                   "Patch from the config's \"profiles\": quick, overnight, …; paper (the default) needs none")
        ->type_name("NAME");
    app.add_option("--set", options.overrides, "Override one value after the profile; repeatable")
        ->type_name("/json/pointer=VALUE")
        ->allow_extra_args(false);
}

void add_results_option(CLI::App& app, Options& options) {
    app.add_option("--results", options.results, "Folder for results")->type_name("DIR")->capture_default_str();
}

void add_target_option(CLI::App& app, Options& options) {
    app.add_option("--target-stderr", options.target_stderr,
                   "Stop each point when this error is small enough, for example width_over_spacing=0.5")
        ->type_name("OBSERVABLE[:OPERATOR]=VALUE");
}

void add_device_options(CLI::App& app, Options& options) {
    app.add_option("--device", options.device, "auto, cpu, cuda or cuda:n; an explicit cuda never falls back")
        ->type_name("DEVICE")
        ->capture_default_str();
    app.add_option("--threads", options.threads, "Lanes side by side on the CPU (0: one per core)")
        ->check(CLI::Range(0, 4096))
        ->capture_default_str();
}

CLI::App* add_subcommand(CLI::App& app, Options& options, const char* name, const char* text, Command command) {
    CLI::App* sub = app.add_subcommand(name, text);
    sub->callback([&options, command] { options.command = command; });
    return sub;
}

CLI::App* add_command(CLI::App& app, Options& options, const char* name, const char* text, Command command) {
    CLI::App* sub = add_subcommand(app, options, name, text, command);
    add_config_options(*sub, options);
    return sub;
}

} // namespace

std::optional<Options> parse_options(int argc, const char* const* argv) {
    Options options;
    CLI::App app{description, "mbl_gpu"};
    app.footer(exit_codes);
    app.get_formatter()->column_width(38);
    app.set_version_flag("--version",
                         "mbl_gpu " + program_version() + " (" + source_revision() + ")\n" + library_versions());
    app.require_subcommand(0, 1);
    add_config_options(app, options);
    add_results_option(app, options);
    add_device_options(app, options);
    app.add_option("--progress", options.progress, "auto, bar, plain, json or none")
        ->type_name("MODE")
        ->capture_default_str();

    app.add_option("--max-walltime", options.max_walltime,
                   "Stop so early that the program ends within this time, for example 90m")
        ->type_name("NUMBER(s|m|h)");
    add_target_option(app, options);
    app.add_option(
           "--shard", options.shard,
           "Compute one worker's share, i = 0 ... n-1, into DIR/campaign-<i>of<n>.sqlite; auto: as the scheduler "
           "says (Slurm array or srun, Kubernetes indexed job, AWS Batch array)")
        ->type_name("i/n|auto");
    app.add_flag("--dry-run", options.dry_run, "Say what would be computed, how long and how big, and stop");

    add_command(app, options, "validate", "Read and check a config, say what it would do", Command::validate);

    CLI::App* status =
        add_command(app, options, "status", "Progress, error and time to go of every point", Command::status);
    add_results_option(*status, options);
    add_device_options(*status, options);
    status->add_flag("--json", options.json, "Print one JSON object");

    CLI::App* merge = add_command(
        app, options, "merge", "Join what shards have computed, write the results and draw the figure", Command::merge);
    add_results_option(*merge, options);
    merge->add_option("FILE", options.files, "Campaign files to join (default: every campaign-<i>of<n>.sqlite in DIR)");

    CLI::App* verify = add_command(app, options, "verify",
                                   "Check everything that is stored: structure, checksums, gates", Command::verify);
    add_results_option(*verify, options);

    CLI::App* exporting =
        add_command(app, options, "export", "Write results.h5 and the table of numbers again from what is stored",
                    Command::export_results);
    add_results_option(*exporting, options);
    add_target_option(*exporting, options);
    exporting->add_flag("--csv", options.csv, "The curves too, as curves/<point>_<name>.csv");

    CLI::App* replay =
        add_command(app, options, "replay", "Compute one realization, or one impurity point, and print everything",
                    Command::replay);
    add_device_options(*replay, options);
    replay->add_option("--point", options.point, "Index k of the point, as in results.h5")
        ->required()
        ->check(CLI::Range(Index{0}, Index{99'999}));
    replay->add_option("--realization", options.realization, "Index of the realization (impurity points have 0 alone)")
        ->check(CLI::Range(Index{0}, (Index{1} << 40) - 1));
    replay->add_flag("--json", options.json, "Print one JSON object with every number");

    CLI::App* plot = add_command(app, options, "plot", "Draw the figure again from results.h5", Command::plot);
    add_results_option(*plot, options);
    plot->add_option("--theory", options.theory, "Form of Eq. (7): implied or printed (default: the config's)")
        ->check(CLI::IsMember({"implied", "printed"}));

    CLI::App* theory = add_command(app, options, "theory", "Eqs. 4, 6, 7, 20 and the golden rule for a config's points",
                                   Command::theory);
    theory
        ->add_option("--width-at-one", options.width_at_one,
                     "gamma_1/delta_b that anchors Eqs. 6 and 7 (default: the golden rule's)")
        ->type_name("NUMBER")
        ->check(CLI::PositiveNumber);
    theory
        ->add_option("--table", options.theory_table,
                     "widths (Eqs. 6, 7, golden rule), avalanche (Eqs. 4, 20: xi_c, R*, N*, times) or condition (Eq. 4 "
                     "against R, as CSV); default: the first two")
        ->check(CLI::IsMember({"widths", "avalanche", "condition"}));
    theory->add_option("--rarity", options.rarity, "A of Eq. 20, which the paper leaves open")
        ->type_name("NUMBER")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    theory->add_flag("--csv", options.csv, "Comma-separated values (default: --table widths)");

    CLI::App* doctor =
        add_subcommand(app, options, "doctor", "What this machine offers and what will run where", Command::doctor);
    add_device_options(*doctor, options);

    add_subcommand(app, options, "schema", "Print the JSON Schema of a config", Command::schema);

    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& answer) {
        app.exit(answer);
        return std::nullopt;
    } catch (const CLI::ParseError& error) {
        throw UsageError(fmt::format("{}; see mbl_gpu --help", error.what()));
    }
    if (options.shard && !options.target_stderr.empty()) {
        throw UsageError("--target-stderr: cannot be used with --shard, for no shard sees all realizations of a point; "
                         "leave one of them out");
    }
    const bool needs_config =
        options.command != Command::doctor && options.command != Command::schema && options.command != Command::verify;
    if (needs_config && options.config.empty()) {
        throw UsageError("--config is required, for example: mbl_gpu --config configs/fig4.json --profile quick; see "
                         "mbl_gpu --help");
    }
    return options;
}

} // namespace mbl
