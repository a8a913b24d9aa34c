# To be included before find_package(CUDAToolkit): CMake 3.25 trips over a library that CUDA 13 no longer has, unless its
# target is there already.
if(NOT TARGET CUDA::nvToolsExt)
    add_library(CUDA::nvToolsExt INTERFACE IMPORTED)
endif()
