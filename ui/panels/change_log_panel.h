#pragma once

#include <QAbstractTableModel>
#include <QWidget>
#include <vector>

#include "ui/training/training_controller.h"

class QLabel;

namespace latentscape::ui {

class DataTable;
class ElidedLabel;

/// The live changes of a run, and where it went back to its best parameters, in their order.
class ChangeLogModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Section { Step, Epoch, Change, kSections };
    /// The epoch of a line, a double.
    static constexpr int EpochRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    /// New lines at the end, where `history` goes on; else all of it.
    void setHistory(const MetricsHistory& history);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Line {
        RunPlace place;
        double epoch = 0;
        QString text;

        bool operator==(const Line&) const = default;
    };

    static std::vector<Line> linesOf(const MetricsHistory& history);

    std::vector<Line> m_lines;
};

/// The log of what was changed while the run trained. The same changes at the same steps, with the same seed,
/// lead to the same parameters.
class ChangeLogPanel : public QWidget {
    Q_OBJECT

public:
    /// `controller` outlives the panel.
    explicit ChangeLogPanel(TrainingController& controller, QWidget* parent = nullptr);

signals:
    /// A line was clicked.
    void epochActivated(double epoch);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();

    TrainingController& m_controller;
    ChangeLogModel* m_lines;
    QLabel* m_empty;
    ElidedLabel* m_title;
    DataTable* m_table;
};

}  // namespace latentscape::ui
