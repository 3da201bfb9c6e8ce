#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "ui/training/run_list.h"

namespace latentscape::ui {

/// The runs, one a row: how each got on, and the hyperparameters in which they differ.
class RunTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    /// Sections from HyperparameterStart on are hyperparameters.
    enum Section { Name, State, Epochs, Elbo, Kl, HyperparameterStart };
    /// What the cell is sorted by: a number or a text; nothing where that is not known.
    static constexpr int kSortRole = Qt::UserRole;

    /// `runs` outlives the model.
    explicit RunTableModel(RunList& runs, QObject* parent = nullptr);

    /// Never null for a row there is.
    const RunRecord* run(int row) const;
    /// Colours for a dark window.
    void setDark(bool dark);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    /// A name, or whether the run is drawn.
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;

private:
    void addRun(quint64 run);
    void removeRun(quint64 run);
    /// From this section to the last one.
    void updateRun(quint64 run, int firstSection);
    /// Sections come and go one by one, so that the others stay as they are.
    void updateSections();
    bool isNumber(int section) const;
    bool isBest(const RunRecord& record) const;
    QString displayText(const RunRecord& record, int section) const;
    QVariant sortKey(const RunRecord& record, int section) const;
    QString toolTip(const RunRecord& record, int section) const;
    QString nameToolTip(const RunRecord& record) const;
    const HyperparameterSpec& spec(int section) const {
        return *m_differing[std::size_t(section - HyperparameterStart)];
    }

    RunList& m_runs;
    /// In the order of the rows.
    std::vector<quint64> m_order;
    /// In the order of hyperparameterSpecs().
    std::vector<const HyperparameterSpec*> m_differing;
    bool m_dark = false;
};

/// The hyperparameters in which not all runs agree, in table order.
std::vector<const HyperparameterSpec*> differingHyperparameters(const std::vector<RunRecord>& runs);

/// The validation at the run's best epoch; null without validation rows and before the first epoch.
const ValidationRecord* bestValidation(const RunRecord& record);

}  // namespace latentscape::ui
