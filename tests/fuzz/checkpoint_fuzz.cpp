// Reads whatever the fuzzer makes up as a checkpoint and as a model's weights. What is read or one Error is
// right; what is read is as large as the file says that it is. The first byte tells what follows: a file, or
// a header and, behind a zero byte, the numbers, so that the fuzzer need not guess the header's length.

#include <cstdint>
#include <optional>
#include <string>

#include "core/storage/checkpoint.h"
#include "core/storage/safetensors.h"
#include "tests/fuzz/fuzz_folder.h"

namespace {

using namespace latentscape;
using namespace latentscape::fuzz;

template <class Read>
auto readOrRefuse(Read&& read) -> std::optional<decltype(read())> {
    try {
        return read();
    } catch (const Error& error) {
        require(error.problem().code == ProblemCode::RunUnreadable);
        return std::nullopt;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0)
        return 0;
    const std::string rest(reinterpret_cast<const char*>(data + 1), size - 1);
    const std::string file = (data[0] & 1) != 0 ? withLength(rest) : rest;
    if (const auto weights = readOrRefuse([&] { return decodeSafetensors(file, "fuzz"); })) {
        std::size_t numbers = 0;
        for (const auto& [name, tensor] : weights->tensors)
            numbers += tensor.values.size();
        require(numbers * sizeof(float) <= file.size());
        // What was read is written so that it reads back the same.
        const std::string again = encodeSafetensors(*weights);
        require(encodeSafetensors(decodeSafetensors(again, "again")) == again);
    }
    if (const auto checkpoint = readOrRefuse([&] { return decodeCheckpoint(file, "fuzz"); })) {
        const TrainerState& state = checkpoint->state;
        const Index parameters = state.parameters.size();
        require(isWorthKeeping(state) && std::size_t(parameters) * 7 * sizeof(Scalar) <= file.size());
        require(state.optimizer.firstMoment.size() == parameters &&
                state.best.parameters->size() == parameters &&
                state.lastFinite->optimizer.secondMoment.size() == parameters);
        require(state.step >= 0 && state.position >= 0 && checkpoint->preprocessor.features() > 0);
    }
    return 0;
}
