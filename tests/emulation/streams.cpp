#include "streams.hpp"

#include "sanitizers.hpp"
#include "state.hpp"

#include <optional>

namespace emulated {

namespace {

/// Making fibers is dear under TSan; sets of destroyed streams serve again.
std::vector<FiberSets*>& spare_fibers() {
    static auto* const spare = new std::vector<FiberSets*>;
    return *spare;
}

/// Takes the next task of a stream, unless there is none or another thread is at it. Locked.
Task* take(cudaStream_t stream) {
    if (stream->queue.empty() || stream->busy) return nullptr;
    Task* task = stream->queue.front();
    stream->queue.pop_front();
    stream->busy = true;
    stream->runner = std::this_thread::get_id();
    return task;
}

void run_body(const Task& task, int device) {
    if (broken_error(device) != cudaSuccess && !task.always) return;
    const DeviceMemoryOpen open;
    try {
        task.body();
    } catch (const TaskFault& fault) {
        report(fault.text);
        break_for_good(device, fault.cuda_error);
    }
}

void execute(cudaStream_t stream, Task* task) {
    acquire(task);
    run_body(*task, stream->device);
    release(&stream->done_token);
    const Locked s;
    delete task;
    stream->busy = false;
    s->changed.notify_all();
}

void work(cudaStream_t stream) {
    for (;;) {
        Task* task = nullptr;
        {
            Locked s;
            s->changed.wait(s.lock(), [&] { return !stream->queue.empty() || stream->closing; });
            task = take(stream);
        }
        if (task == nullptr) return;
        execute(stream, task);
    }
}

/// One step towards an idle stream, or until a record is done. @returns false when that is reached.
bool step(cudaStream_t stream, const Record* until = nullptr) {
    Task* task = nullptr;
    {
        Locked s;
        if (until != nullptr && until->done) return false;                              // its stream may be gone
        const bool mine = stream->busy && stream->runner == std::this_thread::get_id(); // a task that waits for a task
        if (stream->queue.empty() && (!stream->busy || mine)) return false;
        if (stream->mode == Streams::lazy) task = take(stream);
        if (task == nullptr) {
            s->changed.wait(s.lock());
            return true;
        }
    }
    execute(stream, task);
    return true;
}

void complete(Record& record) {
    while (step(record.stream, &record)) {
    }
    acquire(&record);
}

} // namespace

bool is_stream(cudaStream_t stream) { return Locked()->streams.contains(stream); }

cudaError_t enqueue(cudaStream_t stream, std::function<void()> body, When when) {
    if (!is_stream(stream) || stream->device != current_device()) {
        if (stream == nullptr) report("the default stream is not to be used");
        return failed(cudaErrorInvalidResourceHandle);
    }
    std::optional<Quiet> quiet(std::in_place);
    auto* task = new Task{std::move(body), when == When::always};
    quiet.reset();
    release(task);
    if (stream->mode == Streams::eager) {
        execute(stream, task);
        return cudaSuccess;
    }
    const Locked s;
    stream->queue.push_back(task);
    s->changed.notify_all();
    return cudaSuccess;
}

void drain(cudaStream_t stream) {
    while (step(stream)) {
    }
    acquire(&stream->done_token);
}

void drain_device(int device) {
    std::vector<cudaStream_t> all;
    {
        const Locked s;
        for (cudaStream_t stream : s->streams) {
            if (stream->device == device) all.push_back(stream);
        }
    }
    for (cudaStream_t stream : all) drain(stream);
}

} // namespace emulated

using namespace emulated;

extern "C" {

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned int flags) {
    if (const cudaError_t error = enter()) return error;
    if (flags != cudaStreamNonBlocking) return failed(cudaErrorInvalidValue);
    Locked s;
    auto* made = new CUstream_st;
    made->device = current_device();
    made->mode = s->machine.streams;
    if (spare_fibers().empty()) spare_fibers().push_back(new FiberSets);
    made->fibers = spare_fibers().back();
    spare_fibers().pop_back();
    s->streams.insert(made);
    ++s->alive.streams;
    if (made->mode == Streams::workers) made->worker = std::thread(work, made);
    *stream = made;
    return cudaSuccess;
}

cudaError_t cudaStreamDestroy(cudaStream_t stream) {
    const cudaError_t error = enter();
    if (!is_stream(stream)) return failed(cudaErrorInvalidResourceHandle);
    while (step(stream)) { // no edge: destroying is not waiting
    }
    {
        const Locked s;
        s->streams.erase(stream);
        --s->alive.streams;
        stream->closing = true;
        s->changed.notify_all();
    }
    const Quiet quiet;
    if (stream->worker.joinable()) stream->worker.join();
    const Locked s;
    spare_fibers().push_back(stream->fibers);
    delete stream;
    return error;
}

cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
    if (const cudaError_t error = enter()) return error;
    if (!is_stream(stream)) return failed(cudaErrorInvalidResourceHandle);
    ++Locked()->counters.waits;
    drain(stream);
    return failed(broken_error(stream->device));
}

cudaError_t cudaStreamQuery(cudaStream_t stream) {
    if (const cudaError_t error = enter()) return error;
    if (!is_stream(stream)) return failed(cudaErrorInvalidResourceHandle);
    if (step(stream)) return cudaErrorNotReady; // polling makes progress
    acquire(&stream->done_token);
    return cudaSuccess;
}

cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned int /*flags*/) {
    if (const cudaError_t error = enter()) return error;
    if (event->last == nullptr) return cudaSuccess;
    std::optional<Quiet> quiet(std::in_place);
    std::function<void()> body = [record = event->last] { complete(*record); };
    quiet.reset();
    return enqueue(stream, std::move(body), When::always);
}

cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned int /*flags*/) {
    if (const cudaError_t error = enter()) return error;
    ++Locked()->alive.events;
    *event = new CUevent_st;
    return cudaSuccess;
}

cudaError_t cudaEventCreate(cudaEvent_t* event) { return cudaEventCreateWithFlags(event, 0); }

cudaError_t cudaEventDestroy(cudaEvent_t event) {
    const cudaError_t error = enter();
    --Locked()->alive.events;
    const Quiet quiet;
    delete event;
    return error;
}

cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
    if (const cudaError_t error = enter()) return error;
    std::optional<Quiet> quiet(std::in_place);
    auto record = std::make_shared<Record>(Record{stream, false});
    std::function<void()> body = [record] {
        release(record.get());
        const Locked s;
        record->done = true;
        s->changed.notify_all();
    };
    event->last = std::move(record);
    quiet.reset();
    return enqueue(stream, std::move(body), When::always);
}

cudaError_t cudaEventSynchronize(cudaEvent_t event) {
    if (const cudaError_t error = enter()) return error;
    ++Locked()->counters.waits;
    if (event->last != nullptr) complete(*event->last);
    return failed(broken_error(current_device()));
}

cudaError_t cudaEventQuery(cudaEvent_t event) {
    if (const cudaError_t error = enter()) return error;
    if (event->last == nullptr) return cudaSuccess;
    if (step(event->last->stream, event->last.get())) return cudaErrorNotReady; // polling makes progress
    acquire(event->last.get());
    return cudaSuccess;
}

cudaError_t cudaEventElapsedTime(float* milliseconds, cudaEvent_t /*start*/, cudaEvent_t /*end*/) {
    *milliseconds = 1; // time is not emulated
    return enter();
}

} // extern "C"
