#include "core/storage/onnx_graph.h"

#include <array>
#include <cstring>
#include <stdexcept>

#include <onnx/checker.h>
#include <onnx/onnx_pb.h>

namespace latentscape {
namespace {

constexpr std::int64_t kOpset = 13;
/// The version of the file format that belongs to the opset.
constexpr std::int64_t kFileVersion = 7;

void setTable(onnx::ValueInfoProto& value, const std::string& name, Index width) {
    value.set_name(name);
    onnx::TypeProto::Tensor& type = *value.mutable_type()->mutable_tensor_type();
    type.set_elem_type(onnx::TensorProto::FLOAT);
    type.mutable_shape()->add_dim()->set_dim_param("rows");
    type.mutable_shape()->add_dim()->set_dim_value(width);
}

template <class Number>
void setTensor(onnx::TensorProto& tensor, const std::string& name, int type, std::span<const Index> shape,
               std::span<const Number> values) {
    tensor.set_name(name);
    tensor.set_data_type(type);
    for (const Index extent : shape)
        tensor.add_dims(extent);
    tensor.set_raw_data(values.data(), values.size_bytes());
}

}  // namespace

struct OnnxGraph::Model {
    onnx::ModelProto proto;

    onnx::GraphProto& graph() { return *proto.mutable_graph(); }
};

OnnxGraph::OnnxGraph(const std::string& name, const std::string& description)
    : m_model(std::make_unique<Model>()) {
    onnx::ModelProto& model = m_model->proto;
    model.set_ir_version(kFileVersion);
    model.set_producer_name("latentscape");
    model.set_doc_string(description);
    onnx::OperatorSetIdProto& operators = *model.add_opset_import();
    operators.set_domain("");
    operators.set_version(kOpset);
    m_model->graph().set_name(name);
}

OnnxGraph::~OnnxGraph() = default;

void OnnxGraph::describe(const std::string& key, const std::string& text) {
    onnx::StringStringEntryProto& entry = *m_model->proto.add_metadata_props();
    entry.set_key(key);
    entry.set_value(text);
}

std::string OnnxGraph::input(const std::string& name, Index width) {
    setTable(*m_model->graph().add_input(), name, width);
    return name;
}

void OnnxGraph::output(const std::string& name, const std::string& value, Index width) {
    onnx::NodeProto& node = *m_model->graph().add_node();
    node.set_op_type("Identity");
    node.set_name(name);
    node.add_input(value);
    node.add_output(name);
    setTable(*m_model->graph().add_output(), name, width);
}

std::string OnnxGraph::constant(const std::string& name, std::span<const Index> shape,
                                std::span<const float> values) {
    setTensor(*m_model->graph().add_initializer(), name, onnx::TensorProto::FLOAT, shape, values);
    return name;
}

std::string OnnxGraph::constant(float value) {
    return constant(freshName("number"), {}, std::span(&value, 1));
}

std::string OnnxGraph::constant(std::span<const float> values) {
    const Index count = Index(values.size());
    return constant(freshName("numbers"), std::span(&count, 1), values);
}

std::string OnnxGraph::integers(std::initializer_list<Index> values) {
    const std::vector<std::int64_t> whole(values.begin(), values.end());
    const Index count = Index(whole.size());
    const std::string name = freshName("places");
    setTensor(*m_model->graph().add_initializer(), name, onnx::TensorProto::INT64, std::span(&count, 1),
              std::span<const std::int64_t>(whole));
    return name;
}

std::string OnnxGraph::apply(const std::string& type, const std::vector<std::string>& inputs,
                             const std::map<std::string, Attribute>& attributes) {
    const std::string result = freshName(type);
    onnx::NodeProto& node = *m_model->graph().add_node();
    node.set_op_type(type);
    node.set_name(result);
    for (const std::string& input : inputs)
        node.add_input(input);
    node.add_output(result);
    for (const auto& [name, value] : attributes) {
        onnx::AttributeProto& attribute = *node.add_attribute();
        attribute.set_name(name);
        if (const auto* const number = std::get_if<float>(&value)) {
            attribute.set_type(onnx::AttributeProto::FLOAT);
            attribute.set_f(*number);
        } else {
            attribute.set_type(onnx::AttributeProto::INT);
            attribute.set_i(std::get<std::int64_t>(value));
        }
    }
    return result;
}

std::string OnnxGraph::columns(const std::string& table, Index first, Index count) {
    return apply("Slice", {table, integers({first}), integers({first + count}), integers({1})});
}

std::string OnnxGraph::beside(const std::vector<std::string>& tables) {
    return tables.size() == 1 ? tables.front() : apply("Concat", tables, {{"axis", std::int64_t(1)}});
}

std::string OnnxGraph::checkedBytes() const {
    onnx::checker::check_model(m_model->proto);
    std::string bytes;
    if (!m_model->proto.SerializeToString(&bytes))
        throw std::runtime_error("the model is larger than the 2 GB that the format allows");
    return bytes;
}

std::string OnnxGraph::freshName(const std::string& stem) {
    return stem + "_" + std::to_string(m_named++);
}

}  // namespace latentscape
