#pragma once

#include <QAbstractTableModel>
#include <QList>
#include <optional>
#include <vector>

#include "ui/models/column_likelihood.h"

namespace latentscape::ui {

/// What a column is to the model.
enum class ColumnRole { Input, Label, Ignored };

/// The columns of a table, one a row, with what each is to the model. Summaries are computed when a view asks
/// for them, so that a table of 10,000 columns opens at once.
class ColumnTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Section { Name, Role, Likelihood, Type, Missing, Values, SectionCount };
    /// What the cell may be set to, as a QVariantList: ColumnRoles as int, or names of likelihoods.
    static constexpr int kChoicesRole = Qt::UserRole;
    /// The same in words, as a QStringList.
    static constexpr int kChoiceTextsRole = Qt::UserRole + 1;
    /// Whether the cell stands back: left out, or as nobody chose it.
    static constexpr int kQuietRole = Qt::UserRole + 2;

    using QAbstractTableModel::QAbstractTableModel;

    static QString roleText(ColumnRole role);

    /// The table on screen stays as it is, scrolled and selected, if only the roles are new.
    void setTable(DatasetPtr dataset, const ColumnRoles& roles);
    void clear();
    /// From here on the model knows what auto means for each column. `numbers` is the likelihood that number
    /// columns were prepared for. Of another table's preparation nothing is taken.
    void setPrepared(const TrainingDataPtr& data, const std::string& numbers);
    const ColumnRoles& roles() const { return m_roles; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    /// Takes a ColumnRole as int in the Role section. A new label makes the old one an input again; refused
    /// if no input would be left or if free text would become one. In the Likelihood section takes a name or
    /// auto, for inputs that are numbers.
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;

signals:
    /// After an edit in a view, not after setTable().
    void rolesEdited(const ColumnRoles& roles);

private:
    struct Summary {
        Index missing = 0;
        QString values;
    };

    const Column& column(int row) const { return m_dataset->column(row); }
    const Summary& summary(int row) const;
    QString displayText(int row, int section) const;
    QString toolTip(int row, int section) const;
    QString likelihoodText(int row) const;
    QString likelihoodToolTip(int row) const;
    bool isInput(int row) const { return m_columnRoles[std::size_t(row)] == ColumnRole::Input; }
    bool mayChooseLikelihood(int row) const;
    /// As EditRole: a name, or auto.
    QString chosenLikelihood(int row) const;
    /// What an input is learned as by itself; nothing before the table is prepared.
    const ColumnLikelihood* byItself(int row) const;
    QVariantList choiceValues(const QModelIndex& index) const;
    QStringList choiceTexts(const QModelIndex& index) const;
    bool setRole(int row, ColumnRole wanted);
    bool setLikelihood(int row, const QString& wanted);
    bool canBecome(int row, ColumnRole role) const;
    QList<ColumnRole> choices(int row) const;
    void readRoles();
    void writeRoles();

    DatasetPtr m_dataset;
    ColumnRoles m_roles;
    std::vector<ColumnRole> m_columnRoles;
    TrainingDataPtr m_prepared;
    std::string m_numbers;
    mutable std::vector<std::optional<Summary>> m_summaries;
    mutable std::vector<std::optional<ColumnLikelihood>> m_byItself;
};

}  // namespace latentscape::ui
