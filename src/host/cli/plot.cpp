#include "cli/commands.hpp"
#include "config/read_config.hpp"
#include "core/errors.hpp"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <vector>

extern char** environ;

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

/// The interpreter that the distribution's h5py and matplotlib were installed for, not the first python3 on PATH.
std::string python() {
    if (const char* chosen = std::getenv("MBL_PYTHON"); chosen != nullptr) return chosen;
    std::error_code ignored;
    return fs::exists("/usr/bin/python3", ignored) ? "/usr/bin/python3" : "python3";
}

int run_program(std::vector<std::string> words) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t child = 0;
    if (const int error = ::posix_spawnp(&child, arguments[0], nullptr, nullptr, arguments.data(), environ);
        error != 0) {
        throw IoError(
            fmt::format("{}: cannot start: {}; install python3-h5py and python3-matplotlib, or set MBL_PYTHON",
                        words[0], std::strerror(error)));
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) throw IoError(fmt::format("waiting for {}: {}", words[0], std::strerror(errno)));
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : static_cast<int>(ExitCode::input_output);
}

} // namespace

int draw_figure(const fs::path& folder, const std::string& theory) {
    std::vector<std::string> words{
        python(), "-B", plot_script().string(), (folder / "results.h5").string(), "--output-dir", folder.string()};
    if (!theory.empty()) words.insert(words.end(), {"--theory", theory});
    return run_program(std::move(words));
}

int plot(const Options& options) {
    const Config config = read_config(options.config, options.profile, options.overrides);
    const fs::path folder = result_folder(options, config);
    std::error_code ignored;
    if (!fs::exists(folder / "results.h5", ignored)) {
        throw IoError(fmt::format("{}: no such file; run the campaign first: mbl_gpu --config {}{}",
                                  (folder / "results.h5").string(), options.config,
                                  options.profile.empty() ? "" : " --profile " + options.profile));
    }
    return draw_figure(folder, options.theory);
}

} // namespace mbl
