#include "ui/explore/measured_columns.h"

namespace latentscape::ui {

MeasuredColumns::MeasuredColumns(QObject* parent)
    : QObject(parent), m_task([this](ColumnRangesPtr ranges) {
          m_ranges = std::move(ranges);
          emit ready();
      }) {}

ColumnRangesPtr MeasuredColumns::of(const DatasetPtr& dataset) {
    if (dataset != m_dataset) {
        m_dataset = dataset;
        m_ranges = nullptr;
        m_task.cancel();
        if (dataset)
            m_task.run([dataset] { return columnRanges(*dataset); });
    }
    return m_ranges;
}

}  // namespace latentscape::ui
