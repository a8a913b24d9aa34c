// Faults of the emulated device for a whole program, which cannot be steered from within. Linked into mbl_gpu_emulated only.
#include "emulated_device.hpp"

#include <cstdlib>
#include <string>

namespace {

long number(const char* name, long otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::stol(text);
}

/// Runs before main.
const bool faults_are_set = [] {
    emulated::Machine machine;
    machine.streams = emulated::Streams::workers;
    machine.driver = number("EMULATED_DRIVER", 1) != 0;
    machine.devices[0].memory_bytes = static_cast<std::size_t>(number("EMULATED_MEMORY", 1L << 30));
    emulated::reset(machine);
    if (const long call = number("EMULATED_BREAK_AT_CALL", 0)) emulated::break_device(call);
    if (const long from = number("EMULATED_REFUSE_FROM_ALLOCATION", 0)) {
        emulated::refuse_allocations(from, number("EMULATED_REFUSALS", emulated::forever));
    }
    if (const long from = number("EMULATED_WRONG_FROM_MATRIX", 0)) {
        emulated::spoil_eigensolves(emulated::Spoil::wrong_vectors, from, emulated::forever);
    }
    return true;
}();

} // namespace
