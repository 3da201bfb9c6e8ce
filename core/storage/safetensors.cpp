#include "core/storage/safetensors.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/storage/parse_json.h"
#include "core/support/problem.h"

namespace latentscape {
namespace {

using Json = nlohmann::json;

static_assert(std::endian::native == std::endian::little, "safetensors stores little-endian numbers");

constexpr std::size_t kLengthBytes = 8;

[[noreturn]] void throwUnreadable(const std::string& name, const std::string& reason) {
    throw Error(ProblemCode::RunUnreadable, {{"file", name}, {"reason", reason}});
}

struct ByteRange {
    std::size_t begin = 0;
    std::size_t end = 0;
};

std::size_t bytesOfNumber(const std::string& type) {
    if (type == "F32")
        return sizeof(float);
    if (type == "F64")
        return sizeof(double);
    throw std::invalid_argument("a tensor is neither of type F32 nor F64");
}

/// Checks one tensor's entry against the data that is there.
TensorView viewTensor(const Json& entry, std::string_view data, ByteRange& range) {
    TensorView tensor{.type = entry.at("dtype").get<std::string>(), .shape = {}, .bytes = {}};
    std::size_t bytes = bytesOfNumber(tensor.type);
    for (const Json& extent : entry.at("shape")) {
        const std::size_t size = extent.get<std::size_t>();
        if (size != 0 && bytes > data.size() / size)
            throw std::invalid_argument("a tensor is larger than the file");
        bytes *= size;
        tensor.shape.push_back(Index(size));
    }
    const Json& offsets = entry.at("data_offsets");
    range = {offsets.at(0).get<std::size_t>(), offsets.at(1).get<std::size_t>()};
    if (range.begin > range.end || range.end > data.size() || range.end - range.begin != bytes)
        throw std::invalid_argument("a tensor lies outside the file");
    tensor.bytes = data.substr(range.begin, bytes);
    return tensor;
}

/// The format allows neither gaps nor overlaps.
void checkCoverage(std::vector<ByteRange> ranges, std::size_t size) {
    std::sort(ranges.begin(), ranges.end(), [](const ByteRange& one, const ByteRange& other) {
        return std::pair(one.begin, one.end) < std::pair(other.begin, other.end);
    });
    std::size_t next = 0;
    for (const ByteRange& range : ranges) {
        if (range.begin != next)
            throw std::invalid_argument("tensors overlap or leave gaps");
        next = range.end;
    }
    if (next != size)
        throw std::invalid_argument("bytes are left over at the end");
}

/// A weight is (out, in), also with one output; everything else is a vector.
std::vector<Index> tensorShape(const ParameterBlock& block) {
    if (block.name.ends_with(".weight"))
        return {block.columns, block.rows};
    return {block.size()};
}

}  // namespace

std::string safetensorsHeader(const SafetensorsView& file) {
    Json header = Json::object();
    if (!file.metadata.empty())
        header["__metadata__"] = file.metadata;
    std::size_t offset = 0;
    for (const auto& [name, tensor] : file.tensors) {
        const std::size_t end = offset + tensor.bytes.size();
        header[name] = {{"dtype", tensor.type}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump();
    text.append((kLengthBytes - text.size() % kLengthBytes) % kLengthBytes, ' ');
    std::string bytes(kLengthBytes, '\0');
    const std::uint64_t length = text.size();
    std::memcpy(bytes.data(), &length, kLengthBytes);
    return bytes + text;
}

SafetensorsView viewSafetensors(std::string_view bytes, const std::string& name) {
    std::uint64_t length = 0;
    if (bytes.size() < kLengthBytes)
        throwUnreadable(name, "it is too short");
    std::memcpy(&length, bytes.data(), kLengthBytes);
    if (length > bytes.size() - kLengthBytes)
        throwUnreadable(name, "its header is longer than the file");
    try {
        const Json header = parseJson(bytes.substr(kLengthBytes, length));
        const std::string_view data = bytes.substr(kLengthBytes + length);
        SafetensorsView file;
        std::vector<ByteRange> ranges;
        for (const auto& [key, entry] : header.items()) {
            if (key == "__metadata__")
                file.metadata = entry.get<std::map<std::string, std::string>>();
            else
                file.tensors[key] = viewTensor(entry, data, ranges.emplace_back());
        }
        checkCoverage(std::move(ranges), data.size());
        return file;
    } catch (const Json::parse_error&) {
        throwUnreadable(name, "its header is no valid JSON");
    } catch (const Json::exception& error) {
        throwUnreadable(name, error.what());
    } catch (const std::invalid_argument& error) {
        throwUnreadable(name, error.what());
    }
}

std::string encodeSafetensors(const SafetensorsFile& file) {
    SafetensorsView view{.tensors = {}, .metadata = file.metadata};
    for (const auto& [name, tensor] : file.tensors)
        view.tensors[name] = {.type = "F32",
                              .shape = tensor.shape,
                              .bytes = {reinterpret_cast<const char*>(tensor.values.data()),
                                        tensor.values.size() * sizeof(float)}};
    std::string bytes = safetensorsHeader(view);
    for (const auto& [name, tensor] : view.tensors)
        bytes += tensor.bytes;
    return bytes;
}

SafetensorsFile decodeSafetensors(std::string_view bytes, const std::string& name) {
    SafetensorsView view = viewSafetensors(bytes, name);
    SafetensorsFile file{.tensors = {}, .metadata = std::move(view.metadata)};
    for (auto& [key, tensor] : view.tensors) {
        if (tensor.type != "F32")
            throwUnreadable(name, "a tensor is not of type F32");
        std::vector<float> values(tensor.bytes.size() / sizeof(float));
        if (!values.empty())
            std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
        file.tensors[key] = {.shape = std::move(tensor.shape), .values = std::move(values)};
    }
    return file;
}

std::map<std::string, SafetensorsFile::Tensor> parametersToTensors(const ParameterLayout& layout,
                                                                   const Vector& parameters) {
    std::map<std::string, SafetensorsFile::Tensor> tensors;
    for (const ParameterBlock& block : layout.blocks()) {
        if (block.size() == 0)
            continue;
        SafetensorsFile::Tensor tensor{.shape = tensorShape(block),
                                       .values = std::vector<float>(std::size_t(block.size()))};
        for (Index i = 0; i < block.size(); ++i)
            tensor.values[std::size_t(i)] = float(parameters[block.offset + i]);
        tensors.emplace(block.name, std::move(tensor));
    }
    return tensors;
}

Vector parametersFromTensors(const ParameterLayout& layout,
                             const std::map<std::string, SafetensorsFile::Tensor>& tensors,
                             const std::string& name) {
    // All shapes are compared before the parameters are allocated: the layout may come from a damaged file.
    for (const ParameterBlock& block : layout.blocks()) {
        const auto found = tensors.find(block.name);
        if (block.size() != 0 && (found == tensors.end() || found->second.shape != tensorShape(block)))
            throwUnreadable(name, "the tensor " + block.name + " is missing or has another shape");
    }
    Vector parameters = Vector::Zero(layout.size());
    for (const ParameterBlock& block : layout.blocks()) {
        if (block.size() == 0)
            continue;
        const std::vector<float>& values = tensors.at(block.name).values;
        for (Index i = 0; i < block.size(); ++i)
            parameters[block.offset + i] = Scalar(values[std::size_t(i)]);
    }
    return parameters;
}

}  // namespace latentscape
