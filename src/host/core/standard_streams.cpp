#include "core/standard_streams.hpp"

#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace mbl {

void occupy_standard_descriptors() {
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        // Read-only, also where one writes; open() takes the lowest free number, and all below are taken.
        if (::fcntl(descriptor, F_GETFD) < 0) [[maybe_unused]]
            const int same = ::open("/dev/null", O_RDONLY);
    }
}

void say(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
}

} // namespace mbl
