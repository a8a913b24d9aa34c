#pragma once

/// Marks a function that CPU and GPU code share. Together with the launch helpers of src/device this is the only
/// place that asks which compiler is at work.
#if defined(__CUDACC__)
#define MBL_HD __host__ __device__
#else
#define MBL_HD
#endif
