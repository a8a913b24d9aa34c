// The impurity model's times on the emulated device: they say nothing but that the program runs.
#include "impurity_on_device.cuh"
