#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/parameters.h"

namespace latentscape {

/// A tensor whose bytes lie elsewhere: in a file, or in a vector that is to be written.
struct TensorView {
    /// F32 or F64.
    std::string type = "F32";
    std::vector<Index> shape;
    std::string_view bytes;
};

/// A file in the safetensors format, with its tensors in the order of their names: an 8-byte little-endian
/// header length, a JSON header, the raw numbers. Bytes are PyTorch's row-major ones.
struct SafetensorsView {
    std::map<std::string, TensorView> tensors;
    std::map<std::string, std::string> metadata;
};

/// The bytes before those of the tensors, which follow one another.
std::string safetensorsHeader(const SafetensorsView& file);

/// What lies where in the bytes of a file. Every length is checked against the bytes that are there before
/// anything is allocated. `name` is for messages. Throws Error(RunUnreadable).
SafetensorsView viewSafetensors(std::string_view bytes, const std::string& name);

/// The same with float32 tensors of its own.
struct SafetensorsFile {
    struct Tensor {
        std::vector<Index> shape;
        std::vector<float> values;
    };
    std::map<std::string, Tensor> tensors;
    std::map<std::string, std::string> metadata;
};

std::string encodeSafetensors(const SafetensorsFile& file);

/// Reads what encodeSafetensors wrote, and any F32 file in that format. Throws Error(RunUnreadable).
SafetensorsFile decodeSafetensors(std::string_view bytes, const std::string& name);

/// The parameters of a model as tensors, weights as (out, in), and back. Throws Error(RunUnreadable) when a
/// tensor is missing or has another shape.
std::map<std::string, SafetensorsFile::Tensor> parametersToTensors(const ParameterLayout& layout,
                                                                   const Vector& parameters);
Vector parametersFromTensors(const ParameterLayout& layout,
                             const std::map<std::string, SafetensorsFile::Tensor>& tensors,
                             const std::string& name);

}  // namespace latentscape
