#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/parameters.h"

namespace latentscape {

/// A file of named float32 tensors with text metadata, in the safetensors format: an 8-byte little-endian
/// header length, a JSON header, the raw numbers. Bytes are PyTorch's row-major ones.
struct SafetensorsFile {
    struct Tensor {
        std::vector<Index> shape;
        std::vector<float> values;
    };
    std::map<std::string, Tensor> tensors;
    std::map<std::string, std::string> metadata;
};

std::string encodeSafetensors(const SafetensorsFile& file);

/// Reads what encodeSafetensors wrote, and any F32 file in that format. Every length is checked against the
/// bytes that are there before anything is allocated. `name` is for messages. Throws Error(RunUnreadable).
SafetensorsFile decodeSafetensors(std::string_view bytes, const std::string& name);

/// The parameters of a model as tensors, weights as (out, in), and back. Throws Error(RunUnreadable) when a
/// tensor is missing or has another shape.
std::map<std::string, SafetensorsFile::Tensor> parametersToTensors(const ParameterLayout& layout,
                                                                   const Vector& parameters);
Vector parametersFromTensors(const ParameterLayout& layout,
                             const std::map<std::string, SafetensorsFile::Tensor>& tensors,
                             const std::string& name);

}  // namespace latentscape
