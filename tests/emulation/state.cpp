#include "state.hpp"

#include "engine.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace emulated {

namespace {

/// Never destroyed: threads of streams that leaked may still run at exit.
State& state() {
    static State* const one = new State{};
    return *one;
}

void resize_devices(State& s) {
    s.broken.assign(s.machine.devices.size(), cudaSuccess);
    s.bytes.resize(s.machine.devices.size());
}

void poison(const char* memory, std::size_t bytes) {
    if (under_asan()) __asan_poison_memory_region(memory, bytes);
}
void unpoison(const char* memory, std::size_t bytes) {
    if (under_asan()) __asan_unpoison_memory_region(memory, bytes);
}

} // namespace

Locked::Locked() : state_(&state()), lock_(state_->mutex) {
    if (state_->broken.size() != state_->machine.devices.size()) resize_devices(*state_);
}

void reset(const Machine& machine) {
    const Locked s;
    s->machine = machine;
    resize_devices(*s.operator->());
    s->counters = {};
    s->refusal = s->breakage = s->spoil = {};
    s->report.clear();
    s->shared_limits.clear();
    current_device() = 0;
    last_error() = cudaSuccess;
}

void refuse_allocations(long k, long times) { Locked()->refusal = {k, times, 0}; }

void break_device(long k, int cuda_error) {
    const Locked s;
    s->breakage = {k, 1, 0};
    s->breakage_error = cuda_error;
}

void spoil_eigensolves(Spoil how, long k, long times) {
    const Locked s;
    s->spoil = {k, times, 0};
    s->spoil_how = how;
}

Counters counters() { return Locked()->counters; }
Alive alive() { return Locked()->alive; }
std::string last_report() { return Locked()->report; }

int& current_device() {
    thread_local int device = 0;
    return device;
}

cudaError_t& last_error() {
    thread_local cudaError_t error = cudaSuccess;
    return error;
}

cudaError_t enter() {
    const Locked s;
    ++s->counters.calls;
    if (!s->machine.driver) return failed(cudaErrorInsufficientDriver);
    if (s->machine.devices.empty()) return failed(cudaErrorNoDevice);
    const auto device = static_cast<std::size_t>(current_device());
    if (device >= s->broken.size()) return failed(cudaErrorInvalidDevice);
    if (s->breakage.strike() && s->broken[device] == cudaSuccess) s->broken[device] = s->breakage_error;
    return failed(static_cast<cudaError_t>(s->broken[device]));
}

cudaError_t failed(cudaError_t error) {
    if (error != cudaSuccess) last_error() = error;
    return error;
}

void report(const std::string& text) {
    const Locked s;
    s->report = text;
    std::fprintf(stderr, "emulated device: %s\n", text.c_str());
}

void break_for_good(int device, int error) {
    const Locked s;
    int& broken = s->broken.at(static_cast<std::size_t>(device));
    if (broken == cudaSuccess) broken = error;
}

cudaError_t broken_error(int device) {
    const Locked s;
    const auto index = static_cast<std::size_t>(device);
    return index < s->broken.size() ? static_cast<cudaError_t>(s->broken[index]) : cudaErrorInvalidDevice;
}

void* allocate(std::size_t bytes, int device) {
    const Locked s;
    if (device != host_memory) {
        ++s->counters.allocations;
        if (s->refusal.strike()) return nullptr;
        std::size_t& used = s->bytes.at(static_cast<std::size_t>(device));
        if (bytes > s->machine.devices[static_cast<std::size_t>(device)].memory_bytes - used) return nullptr;
        used += bytes;
        s->alive.bytes += bytes;
        s->counters.bytes_peak = std::max(s->counters.bytes_peak, s->alive.bytes);
    }
    void* memory = nullptr;
    if (posix_memalign(&memory, 256, bytes) != 0) return nullptr; // ASan puts a red zone behind the last byte
    std::memset(memory, 0xFF, bytes);
    s->allocations[static_cast<const char*>(memory)] = {bytes, device, true};
    ++s->alive.allocations;
    if (device != host_memory && s->open_tasks == 0) poison(static_cast<const char*>(memory), bytes);
    return memory;
}

bool invalidate(const void* memory) {
    const Locked s;
    const auto found = s->allocations.find(static_cast<const char*>(memory));
    if (found == s->allocations.end() || !found->second.valid) return false;
    const Allocation& allocation = found->second;
    found->second.valid = false;
    --s->alive.allocations;
    if (allocation.device != host_memory) {
        // The pool hands the memory out again in stream order, so that it counts as free at once.
        s->alive.bytes -= allocation.bytes;
        const auto device = static_cast<std::size_t>(allocation.device);
        if (device < s->bytes.size()) s->bytes[device] -= allocation.bytes;
    }
    return true;
}

void deallocate(const void* memory) {
    std::size_t bytes = 0;
    {
        const Locked s;
        const auto found = s->allocations.find(static_cast<const char*>(memory));
        bytes = found->second.bytes;
        s->allocations.erase(found);
    }
    unpoison(static_cast<const char*>(memory), bytes);
    std::free(const_cast<void*>(memory)); // outside the lock: TSan sees work that is not yet done
}

std::optional<Allocation> allocation_at(const void* memory) {
    const Locked s;
    const auto* address = static_cast<const char*>(memory);
    auto next = s->allocations.upper_bound(address);
    if (next == s->allocations.begin()) return {};
    const auto& [first, allocation] = *--next;
    if (address >= first + std::max<std::size_t>(allocation.bytes, 1)) return {};
    return allocation;
}

bool inside_allocation(const void* memory, std::size_t bytes) {
    const Locked s;
    const auto* address = static_cast<const char*>(memory);
    auto next = s->allocations.upper_bound(address);
    if (next == s->allocations.begin()) return false;
    const auto& [first, allocation] = *--next;
    return static_cast<std::size_t>(address - first) + bytes <= allocation.bytes;
}

namespace {

void check_operand(const char* what, const void* memory, std::size_t bytes) {
    if (bytes == 0 || inside_allocation(memory, bytes)) return;
    throw TaskFault{cudaErrorIllegalAddress, std::string(what) + ": " + std::to_string(bytes)
                                                 + " bytes do not lie inside one allocation of device memory"};
}

} // namespace

void operand_read(const char* what, const void* memory, std::size_t bytes) {
    check_operand(what, memory, bytes);
    if (bytes > 0) touch_read(memory, bytes);
}

void operand_written(const char* what, void* memory, std::size_t bytes) {
    check_operand(what, memory, bytes);
    if (bytes > 0) touch_written(memory, bytes);
}

DeviceMemoryOpen::DeviceMemoryOpen() {
    if (!under_asan()) return;
    const Locked s;
    if (s->open_tasks++ > 0) return;
    for (const auto& [memory, allocation] : s->allocations) {
        if (allocation.device != host_memory) unpoison(memory, allocation.bytes);
    }
}

DeviceMemoryOpen::~DeviceMemoryOpen() {
    if (!under_asan()) return;
    const Locked s;
    if (--s->open_tasks > 0) return;
    for (const auto& [memory, allocation] : s->allocations) {
        if (allocation.device != host_memory) poison(memory, allocation.bytes);
    }
}

} // namespace emulated
