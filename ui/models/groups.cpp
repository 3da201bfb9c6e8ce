#include "ui/models/groups.h"

#include <algorithm>

#include "ui/models/value_step.h"

namespace latentscape::ui {

QString Groups::freeName() const {
    const auto isTaken = [this](const QString& name) {
        return std::ranges::any_of(m_groups, [&](const Group& group) { return group.name == name; });
    };
    int number = 1;
    while (isTaken(tr("Group %1").arg(number)))
        ++number;
    return tr("Group %1").arg(number);
}

void Groups::setTable(Index rows, std::vector<Group> groups) {
    ++m_table;
    m_rows = rows;
    m_groups = std::move(groups);
    emit changed();
}

void Groups::add(const QString& name, const RowSet& rows) {
    if (rows.rows() != m_rows)
        return;
    const auto isUsed = [this](int colour) {
        return std::ranges::any_of(m_groups, [&](const Group& group) { return group.colour == colour; });
    };
    Group group{.name = name.trimmed().isEmpty() ? freeName() : name.trimmed(), .rows = rows};
    while (isUsed(group.colour))
        ++group.colour;
    List groups = m_groups;
    groups.push_back(std::move(group));
    const QString step = tr("Make group %1").arg(groups.back().name);
    change(std::move(groups), step);
}

void Groups::rename(int group, const QString& name) {
    if (!has(group) || name.trimmed().isEmpty())
        return;
    List groups = m_groups;
    groups[std::size_t(group)].name = name.trimmed();
    change(std::move(groups), tr("Rename group %1").arg(m_groups[std::size_t(group)].name));
}

void Groups::setRows(int group, const RowSet& rows) {
    if (!has(group) || rows.rows() != m_rows)
        return;
    List groups = m_groups;
    groups[std::size_t(group)].rows = rows;
    change(std::move(groups), tr("Change group %1").arg(m_groups[std::size_t(group)].name));
}

void Groups::remove(int group) {
    if (!has(group))
        return;
    List groups = m_groups;
    groups.erase(groups.begin() + group);
    change(std::move(groups), tr("Delete group %1").arg(m_groups[std::size_t(group)].name));
}

void Groups::change(List groups, const QString& step) {
    if (groups == m_groups)
        return;
    if (m_stack)
        m_stack->push(new ValueStep<Groups, List>(*this, m_groups, std::move(groups), step));
    else
        restore(groups);
}

void Groups::restore(const List& groups) {
    m_groups = groups;
    emit changed();
}

}  // namespace latentscape::ui
