#include "cli/python.hpp"

#include "core/errors.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mbl {

std::string python_interpreter() {
    if (const char* chosen = std::getenv("MBL_PYTHON"); chosen != nullptr) return chosen;
    std::error_code ignored;
    return std::filesystem::exists("/usr/bin/python3", ignored) ? "/usr/bin/python3" : "python3";
}

int run_program(std::vector<std::string> words, ProgramOutput output) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    if (output == ProgramOutput::discarded) {
        ::posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
        ::posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    }
    pid_t child = 0;
    const int error = ::posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
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

} // namespace mbl
