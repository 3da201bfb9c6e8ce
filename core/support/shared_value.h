#pragma once

#include <memory>

namespace latentscape {

/// A value that copies share until one of them writes. Copies may live on different threads.
template <class Value>
class SharedValue {
public:
    SharedValue() : m_value(std::make_shared<Value>()) {}

    const Value& operator*() const { return *m_value; }
    const Value* operator->() const { return m_value.get(); }

    /// To be overwritten as a whole: what it holds now is unspecified. Allocates nothing if nobody shares it.
    Value& overwrite() {
        if (m_value.use_count() == 1) {
            // The count alone orders nothing. Giving up a holder does: the last other one has read to its
            // end.
            const std::shared_ptr<Value> passing = m_value;
        } else {
            m_value = std::make_shared<Value>();
        }
        return *m_value;
    }

private:
    std::shared_ptr<Value> m_value;
};

}  // namespace latentscape
