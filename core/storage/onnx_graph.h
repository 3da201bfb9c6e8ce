#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/support/matrix.h"

namespace latentscape {

/// An ONNX model under construction: one graph over tables of float32 numbers, rows × something with as many
/// rows as the caller likes. Values are told apart by their names.
///
/// Operators are those of opset 13 (ONNX 1.8, of 2020), so that runtimes of many years take it.
class OnnxGraph {
public:
    using Attribute = std::variant<float, std::int64_t>;

    OnnxGraph(const std::string& name, const std::string& description);
    ~OnnxGraph();
    OnnxGraph(const OnnxGraph&) = delete;
    OnnxGraph& operator=(const OnnxGraph&) = delete;

    /// Text about the model that others may read.
    void describe(const std::string& key, const std::string& text);

    /// `width` numbers a row.
    std::string input(const std::string& name, Index width);
    /// Calls `value` so; width as above.
    void output(const std::string& name, const std::string& value, Index width);

    /// A tensor of given numbers, row-major; all such names differ.
    std::string constant(const std::string& name, std::span<const Index> shape,
                         std::span<const float> values);
    /// A number or several, as they stand beside a table's columns, under a name that is made up.
    std::string constant(float value);
    std::string constant(std::span<const float> values);

    /// What an operator makes of its inputs; an empty name leaves an optional input out.
    std::string apply(const std::string& type, const std::vector<std::string>& inputs,
                      const std::map<std::string, Attribute>& attributes = {});
    /// Columns `first` to before `first + count` of a table.
    std::string columns(const std::string& table, Index first, Index count);
    /// Tables side by side.
    std::string beside(const std::vector<std::string>& tables);

    /// The bytes of the file, after ONNX's own checker has passed it. Throws std::runtime_error.
    std::string checkedBytes() const;

private:
    struct Model;

    std::string integers(std::initializer_list<Index> values);
    std::string freshName(const std::string& stem);

    std::unique_ptr<Model> m_model;
    int m_named = 0;
};

}  // namespace latentscape
