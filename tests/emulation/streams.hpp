#pragma once

#include "emulated_device.hpp"
#include "engine.hpp"

#include <cuda_runtime_api.h>
#include <deque>
#include <functional>
#include <memory>
#include <thread>

namespace emulated {

/// One unit of work in a stream. Its address is the token of the edge enqueue -> task.
struct Task {
    std::function<void()> body;
    bool always = false; ///< runs on a broken device too
};

/// One cudaEventRecord. Its address is the token of the edge record -> wait.
struct Record {
    cudaStream_t stream = nullptr;
    bool done = false;
};

enum class When { unless_broken, always };

/// Puts work into a stream. @returns an error where there is no such stream on the thread's device.
cudaError_t enqueue(cudaStream_t stream, std::function<void()> body, When when = When::unless_broken);

bool is_stream(cudaStream_t stream);

/// Waits until all work of a stream, or of all streams of a device, is done.
void drain(cudaStream_t stream);
void drain_device(int device);

} // namespace emulated

/// What cudaStream_t points to. All members are under the state's lock, save that the worker owns `fibers`.
struct CUstream_st {
    int device = 0;
    emulated::Streams mode{};
    std::deque<emulated::Task*> queue;
    bool busy = false;      // a task has been taken from the queue and is not done
    std::thread::id runner; // of that task
    bool closing = false;
    long done_token = 0;
    emulated::FiberSets* fibers = nullptr;
    std::thread worker;
};

struct CUevent_st {
    std::shared_ptr<emulated::Record> last;
};
