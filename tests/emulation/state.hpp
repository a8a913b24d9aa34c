#pragma once

#include "emulated_device.hpp"
#include "sanitizers.hpp"

#include <condition_variable>
#include <cuda_runtime_api.h>
#include <map>
#include <mutex>
#include <optional>
#include <set>

namespace emulated {

/// Memory that the device may touch.
struct Allocation {
    std::size_t bytes = 0;
    int device = 0;    // host_memory: page-locked
    bool valid = true; // false: the host has freed it, and the stream has yet to come there
};
inline constexpr int host_memory = -1;

/// Shared memory per block that every kernel has, and that one may be promised by cudaFuncSetAttribute.
inline constexpr std::size_t shared_bytes = 48 << 10;
inline constexpr std::size_t shared_bytes_optin = 227 << 10;

/// A fault that is due at the k-th event of its kind.
struct Due {
    long first = 0; // 0: never
    long times = 0;
    long seen = 0;
    bool strike() {
        ++seen;
        return first > 0 && seen >= first && seen - first < times;
    }
};

/// All of the emulation that threads share, under one lock.
struct State {
    std::mutex mutex;
    std::condition_variable changed; // any stream, any event
    Machine machine;
    std::vector<int> broken;        // cudaError_t per device
    std::vector<std::size_t> bytes; // in use per device
    std::map<const char*, Allocation> allocations;
    std::set<cudaStream_t> streams;
    std::map<const void*, std::size_t> shared_limits; // dynamic shared memory that kernels were promised
    Counters counters;
    Alive alive;
    Due refusal;
    Due breakage;
    int breakage_error = 0;
    Due spoil;
    Spoil spoil_how{};
    std::string report;
    int open_tasks = 0; // device memory is accessible to ASan while a task runs
};

/// Access to the state; TSan sees neither the lock nor what is done under it.
class Locked {
  public:
    Locked();
    State* operator->() const { return state_; }
    std::unique_lock<std::mutex>& lock() { return lock_; }

  private:
    Quiet quiet_;
    State* state_;
    std::unique_lock<std::mutex> lock_;
};

/// The calling thread's own.
int& current_device();
cudaError_t& last_error();

/// What every runtime and library call does first: counts itself, and fails where the device is absent or broken.
cudaError_t enter();

/// Remembers an error for cudaGetLastError, and returns it.
cudaError_t failed(cudaError_t error);

/// A sentence to the developer, on stderr and in last_report().
void report(const std::string& text);

void break_for_good(int device, int error);
cudaError_t broken_error(int device); ///< cudaSuccess: it works

/// Device memory outside the runtime's own calls (cuFFT's work area). nullptr: refused.
void* allocate(std::size_t bytes, int device);
void deallocate(const void* memory);

/// cudaFreeAsync: the memory is no longer there for the host, but still for tasks.
bool invalidate(const void* memory);

/// What is known of the memory that holds an address; nothing for pageable host memory.
std::optional<Allocation> allocation_at(const void* memory);

/// Whether [memory, memory + bytes) lies inside one allocation.
bool inside_allocation(const void* memory, std::size_t bytes);

/// For library tasks: an operand must lie in device memory. Tells TSan of the access. @throws TaskFault.
void operand_read(const char* what, const void* memory, std::size_t bytes);
void operand_written(const char* what, void* memory, std::size_t bytes);

/// While one lives, ASan lets device memory be touched.
class DeviceMemoryOpen {
  public:
    DeviceMemoryOpen();
    ~DeviceMemoryOpen();
    DeviceMemoryOpen(const DeviceMemoryOpen&) = delete;
    DeviceMemoryOpen& operator=(const DeviceMemoryOpen&) = delete;
};

} // namespace emulated
