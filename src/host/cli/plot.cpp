#include "cli/campaign_place.hpp"
#include "cli/commands.hpp"
#include "cli/python.hpp"
#include "config/read_config.hpp"
#include "core/errors.hpp"
#include "core/hdf5_library.hpp"

#include <fmt/format.h>
#include <vector>

namespace mbl {

namespace {

namespace fs = std::filesystem;

/// The script beside the program: bin/mbl_gpu and share/mbl_gpu/plot, in the build tree as after installation.
fs::path plot_script() {
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    const fs::path script = program.parent_path().parent_path() / "share/mbl_gpu/plot/plot_figure.py";
    if (error || !fs::exists(script, error)) {
        throw IoError(fmt::format("{}: the plotting script is missing; install the program again with its share folder",
                                  script.string()));
    }
    return script;
}

} // namespace

void draw_figure(const fs::path& folder, const std::string& theory) {
    std::vector<std::string> words{python_interpreter(),   "-B",
                                   plot_script().string(), (folder / "results.h5").string(),
                                   "--output-dir",         folder.string()};
    if (!theory.empty()) words.insert(words.end(), {"--theory", theory});
    const std::string interpreter = words.front();
    const int status = run_program(std::move(words));
    if (status == 0) return;
    const std::string message = fmt::format("{}: the plotting script ended with exit code {}", interpreter, status);
    switch (static_cast<ExitCode>(status)) {
    case ExitCode::bad_data: throw DataError(message);
    case ExitCode::device_unavailable: throw DeviceUnavailable(message);
    default: throw IoError(message);
    }
}

int plot(const Options& options) {
    const Config config = read_config(options.config, options.profile, options.overrides);
    const fs::path folder = result_folder(options, config);
    std::error_code ignored;
    if (!fs::exists(folder / "results.h5", ignored)) {
        if (!built_with_hdf5()) {
            throw IoError(fmt::format("{}: no such file; this program was built without HDF5 and writes none: run the "
                                      "campaign with one that was built with it",
                                      (folder / "results.h5").string()));
        }
        throw IoError(fmt::format("{}: no such file; run the campaign first: mbl_gpu --config {}{}",
                                  (folder / "results.h5").string(), options.config,
                                  options.profile.empty() ? "" : " --profile " + options.profile));
    }
    draw_figure(folder, options.theory);
    return static_cast<int>(ExitCode::complete);
}

} // namespace mbl
