#pragma once

#include "core/index.hpp"

#include <cuda_runtime.h>

namespace mbl {

/// Makes the device's memory pool keep what is freed: by default it hands memory back to the driver at every
/// synchronisation, and asking again costs more than a small batch takes.
void keep_freed_memory(int ordinal);

/// Bytes in the order of the stream. Where the pool holds enough memory in pieces that do not fit, it is emptied first.
/// @throws OutOfMemory names the bytes.
void* allocate_device_memory(Index bytes, cudaStream_t stream);

/// Memory of the calling thread's device that nobody uses, what its pool keeps included.
Index free_device_memory();

} // namespace mbl
