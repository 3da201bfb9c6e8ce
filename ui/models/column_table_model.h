#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "core/data/column_summary.h"
#include "ui/models/column_likelihood.h"
#include "ui/models/column_reading.h"
#include "ui/models/lazy_columns.h"

namespace latentscape::ui {

/// The columns of a table, one a row, with what each holds and what it is to the model. What a column holds
/// is summarised off the window's thread once a view asks for it.
class ColumnTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Section {
        Name,
        Role,
        Type,
        Missing,
        Distribution,
        Values,
        Likelihood,
        Scale,
        Clip,
        Remark,
        SectionCount
    };
    /// What the cell may be set to, as a QVariantList: ColumnRoles as int, names, or shares.
    static constexpr int kChoicesRole = Qt::UserRole;
    /// The same in words, as a QStringList.
    static constexpr int kChoiceTextsRole = Qt::UserRole + 1;
    /// Whether the cell stands back: of a column that is ignored, or as nobody chose it.
    static constexpr int kQuietRole = Qt::UserRole + 2;
    /// Whether a person has chosen what the cell says.
    static constexpr int kByHandRole = Qt::UserRole + 3;
    /// What the cell is sorted by: a number or a text; nothing where that is not known yet.
    static constexpr int kSortRole = Qt::UserRole + 4;
    /// In the Distribution section: a ColumnSummaryPtr, null until it is ready and for free text.
    static constexpr int kSummaryRole = Qt::UserRole + 5;
    /// Whether there are remarks on the column.
    static constexpr int kHasRemarksRole = Qt::UserRole + 6;

    explicit ColumnTableModel(QObject* parent = nullptr);

    /// All that a section offers, and each choice in words.
    static QVariantList choicesOf(int section);
    static QString choiceText(int section, const QVariant& choice);

    /// The table on screen stays as it is, scrolled and selected, if only the roles are new. The first roles
    /// of a table count as the guess.
    void setTable(DatasetPtr dataset, const ColumnRoles& roles);
    /// What a person told of how this table is read, and what was found in its columns.
    void setReading(const CsvOptions& told, ColumnFindings findings);
    void clear();
    /// From here on the model knows what auto means for each column. `numbers` is the likelihood that number
    /// columns were prepared for. Of another table's preparation nothing is taken.
    void setPrepared(const TrainingDataPtr& data, const std::string& numbers);
    const DatasetPtr& dataset() const { return m_dataset; }
    const ColumnRoles& roles() const { return m_assignment.roles(); }
    const Column& column(int row) const { return m_dataset->column(row); }
    // See ColumnReading.
    Problems remarks(int row) const { return m_reading.remarks(row, m_assignment); }
    std::vector<Index> columnsWith(const Problem& finding) const {
        return m_reading.columnsWith(finding, m_assignment);
    }
    QString sentinelsText(int row) const { return m_reading.sentinelsText(column(row)); }
    /// Whether any column has remarks.
    bool hasRemarks() const;
    /// Null until it is ready; then summariesReady() comes.
    ColumnSummaryPtr summary(int row) const { return m_summaries.get(row); }
    /// For sorting: also the columns that are not on screen.
    void summariseAll() { m_summaries.askForAll(); }
    bool allSummarised() const { return m_summaries.isComplete(); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    /// As change() for one row.
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;

    /// Whether change() would do something.
    bool canChange(const std::vector<Index>& rows, int section, const QVariant& value) const;
    /// Takes a ColumnRole as int in the Role section, a name or auto in Likelihood and Scale, a share below
    /// kMostClipped in Clip. Rows that cannot have it keep what they have. A new label makes the old one an
    /// input again; refused if no input would be left.
    bool change(const std::vector<Index>& rows, int section, const QVariant& value);
    /// Takes back what a person has chosen for these rows.
    bool returnToGuess(const std::vector<Index>& rows);

signals:
    /// After an edit in a view, not after setTable().
    void rolesEdited(const ColumnRoles& roles);
    void summariesReady();

private:
    QString displayText(int row, int section) const;
    QString toolTip(int row, int section) const;
    QString roleToolTip(int row) const;
    QString summaryToolTip(int row, int section) const;
    QString typeToolTip(int row) const;
    QString clipToolTip(int row) const;
    QString preparationToolTip(int row) const;
    QVariant sortKey(int row, int section) const;
    bool isQuiet(int row, int section) const;
    bool isByHand(int row, int section) const;
    ColumnRole role(int row) const { return m_assignment.of(row); }
    bool mayPrepare(int row) const;
    /// How the input is prepared by itself; nothing before the table is prepared with it.
    std::optional<ColumnLikelihood> byItself(int row) const;
    QVariantList choiceValues(int row, int section) const;
    QStringList choiceTexts(int row, int section) const;
    void showEdit(const ColumnRoles& roles);
    void onSummaries(const std::vector<Index>& rows);

    DatasetPtr m_dataset;
    RoleAssignment m_assignment;
    ColumnReading m_reading;
    TrainingDataPtr m_prepared;
    std::string m_numbers;
    mutable LazyColumns<ColumnSummary> m_summaries;
};

}  // namespace latentscape::ui
