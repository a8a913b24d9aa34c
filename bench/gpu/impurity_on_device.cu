// The impurity model's times on a GPU.
#include "impurity_on_device.cuh"
