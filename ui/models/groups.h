#pragma once

#include <QObject>
#include <QPointer>
#include <QUndoStack>
#include <vector>

#include "ui/models/row_set.h"

namespace latentscape::ui {

/// Rows that a person has given a name.
struct Group {
    QString name;
    /// As classColour() counts; no two groups have the same.
    int colour = 0;
    RowSet rows;

    bool operator==(const Group&) const = default;
};

/// The groups of the open table, in the order in which they were made. They hold rows of the table, and so
/// outlive every run on it. A row may be in several.
class Groups : public QObject {
    Q_OBJECT

public:
    explicit Groups(QObject* parent = nullptr) : QObject(parent) {}

    const std::vector<Group>& all() const { return m_groups; }
    /// "Group 1", or the next number that is free.
    QString freeName() const;

    /// Another table, with the groups that were made of it in an earlier session. No step leads back to the
    /// one before.
    void setTable(Index rows, std::vector<Group> groups = {});
    /// From now on every change is a step on `stack`.
    void recordOn(QUndoStack& stack) { m_stack = &stack; }

    /// A blank name becomes freeName(). Ignored for rows of a table of another length.
    void add(const QString& name, const RowSet& rows);
    /// A blank name changes nothing.
    void rename(int group, const QString& name);
    void setRows(int group, const RowSet& rows);
    void remove(int group);

signals:
    void changed();

private:
    template <class Model, class Value>
    friend class ValueStep;

    using List = std::vector<Group>;
    static constexpr int kStepId = 3;

    quint64 table() const { return m_table; }
    bool has(int group) const { return group >= 0 && group < int(m_groups.size()); }
    void change(List groups, const QString& step);
    void restore(const List& groups);

    List m_groups;
    Index m_rows = 0;
    quint64 m_table = 0;
    QPointer<QUndoStack> m_stack;
};

}  // namespace latentscape::ui
