// Compiles and links every header of kernels/ for the device; needs no GPU. A new header adds its include and
// one line.
#include "goe_element.hpp"
#include "host_device.hpp"
#include "normal_transform.hpp"
#include "random.hpp"

#include <cstdint>

__global__ void use_every_kernel_header(std::uint64_t* words, double* numbers) {
    const mbl::DrawAddress address = {words[0], mbl::Stream::probe, words[1], words[2]};
    words[0] = mbl::bits(address);
    words[1] = mbl::packed_lower_index(words[1], words[2]);

    numbers[0] = mbl::uniform(address);
    numbers[1] = mbl::normal(address);
    numbers[2] = mbl::normal_pair(address).second;
    numbers[3] = mbl::log_of_normal(numbers[4]);
    numbers[4] = mbl::sincos_of_turns(numbers[0]).cos;
    numbers[5] = mbl::normal_pair_from_bits(words[0], words[1]).first;
    numbers[6] = mbl::goe_element(words[0], words[1], words[2], words[3]);
}

int main() { return 0; }
