#include "state.hpp"
#include "streams.hpp"

#include <algorithm>
#include <cstring>

using namespace emulated;

namespace {

struct ErrorName {
    cudaError_t error;
    const char* name;
    const char* text;
};
constexpr ErrorName error_names[] = {
    {cudaSuccess, "cudaSuccess", "no error"},
    {cudaErrorInvalidValue, "cudaErrorInvalidValue", "invalid argument"},
    {cudaErrorMemoryAllocation, "cudaErrorMemoryAllocation", "out of memory"},
    {cudaErrorInvalidConfiguration, "cudaErrorInvalidConfiguration", "invalid configuration argument"},
    {cudaErrorInsufficientDriver, "cudaErrorInsufficientDriver",
     "CUDA driver version is insufficient for CUDA runtime version"},
    {cudaErrorNoDevice, "cudaErrorNoDevice", "no CUDA-capable device is detected"},
    {cudaErrorInvalidDevice, "cudaErrorInvalidDevice", "invalid device ordinal"},
    {cudaErrorInvalidResourceHandle, "cudaErrorInvalidResourceHandle", "invalid resource handle"},
    {cudaErrorNotReady, "cudaErrorNotReady", "device not ready"},
    {cudaErrorIllegalAddress, "cudaErrorIllegalAddress", "an illegal memory access was encountered"},
    {cudaErrorLaunchTimeout, "cudaErrorLaunchTimeout", "the launch timed out and was terminated"},
    {cudaErrorLaunchFailure, "cudaErrorLaunchFailure", "unspecified launch failure"},
};

const ErrorName* name_of(cudaError_t error) {
    for (const ErrorName& entry : error_names) {
        if (entry.error == error) return &entry;
    }
    return nullptr;
}

DeviceModel model_of(int device) { return Locked()->machine.devices[static_cast<std::size_t>(device)]; }

bool exists(int device) {
    const Locked s;
    return device >= 0 && static_cast<std::size_t>(device) < s->machine.devices.size();
}

} // namespace

extern "C" {

cudaError_t cudaGetDeviceCount(int* count) {
    *count = 0;
    const Locked s;
    ++s->counters.calls;
    if (!s->machine.driver) return failed(cudaErrorInsufficientDriver);
    if (s->machine.devices.empty()) return failed(cudaErrorNoDevice);
    *count = static_cast<int>(s->machine.devices.size());
    return cudaSuccess;
}

cudaError_t cudaSetDevice(int device) {
    if (const cudaError_t error = enter(); error == cudaErrorInsufficientDriver || error == cudaErrorNoDevice)
        return error;
    if (!exists(device)) return failed(cudaErrorInvalidDevice);
    current_device() = device;
    return failed(broken_error(device));
}

cudaError_t cudaGetDevice(int* device) {
    *device = current_device();
    return enter();
}

cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int device) {
    if (const cudaError_t error = enter()) return error;
    if (!exists(device)) return failed(cudaErrorInvalidDevice);
    const DeviceModel model = model_of(device);
    *properties = {};
    std::strncpy(properties->name, model.name.c_str(), sizeof(properties->name) - 1);
    properties->totalGlobalMem = model.memory_bytes;
    properties->sharedMemPerBlock = shared_bytes;
    properties->sharedMemPerBlockOptin = shared_bytes_optin;
    properties->warpSize = 32;
    properties->maxThreadsPerBlock = 1024;
    properties->major = model.compute_major;
    properties->minor = model.compute_minor;
    properties->multiProcessorCount = model.multiprocessors;
    properties->memoryPoolsSupported = 1;
    properties->concurrentKernels = 1;
    properties->unifiedAddressing = 1;
    return cudaSuccess;
}

cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr attribute, int device) {
    cudaDeviceProp properties;
    if (const cudaError_t error = cudaGetDeviceProperties(&properties, device)) return error;
    switch (attribute) {
    case cudaDevAttrMaxThreadsPerBlock: *value = properties.maxThreadsPerBlock; break;
    case cudaDevAttrMaxSharedMemoryPerBlock: *value = static_cast<int>(shared_bytes); break;
    case cudaDevAttrMaxSharedMemoryPerBlockOptin: *value = static_cast<int>(shared_bytes_optin); break;
    case cudaDevAttrWarpSize: *value = properties.warpSize; break;
    case cudaDevAttrMultiProcessorCount: *value = properties.multiProcessorCount; break;
    case cudaDevAttrComputeCapabilityMajor: *value = properties.major; break;
    case cudaDevAttrComputeCapabilityMinor: *value = properties.minor; break;
    case cudaDevAttrMemoryPoolsSupported: *value = 1; break;
    default: report("an attribute of devices that is not emulated"); return failed(cudaErrorInvalidValue);
    }
    return cudaSuccess;
}

cudaError_t cudaDeviceSynchronize() {
    if (const cudaError_t error = enter()) return error;
    ++Locked()->counters.waits;
    drain_device(current_device());
    return failed(broken_error(current_device()));
}

cudaError_t cudaDriverGetVersion(int* version) {
    *version = Locked()->machine.driver ? CUDART_VERSION : 0;
    return cudaSuccess;
}

cudaError_t cudaRuntimeGetVersion(int* version) {
    *version = CUDART_VERSION;
    return cudaSuccess;
}

/// A device that is broken stays so; any other error is forgotten.
cudaError_t cudaGetLastError() {
    const cudaError_t error = last_error();
    last_error() = cudaSuccess;
    return error;
}

cudaError_t cudaPeekAtLastError() { return last_error(); }

const char* cudaGetErrorName(cudaError_t error) {
    const ErrorName* known = name_of(error);
    return known != nullptr ? known->name : "unrecognized error code";
}

const char* cudaGetErrorString(cudaError_t error) {
    const ErrorName* known = name_of(error);
    return known != nullptr ? known->text : "unrecognized error code";
}

} // extern "C"
