#include "ui/models/column_role.h"

#include <QCoreApplication>
#include <algorithm>

namespace latentscape::ui {

QString columnRoleText(ColumnRole role) {
    switch (role) {
        case ColumnRole::Input:
            return QCoreApplication::translate("ColumnRole", "input");
        case ColumnRole::Label:
            return QCoreApplication::translate("ColumnRole", "label");
        case ColumnRole::Colour:
            return QCoreApplication::translate("ColumnRole", "colour only");
        case ColumnRole::Ignored:
            return QCoreApplication::translate("ColumnRole", "ignored");
    }
    return {};
}

RoleAssignment::RoleAssignment(DatasetPtr dataset, const ColumnRoles& roles)
    : m_dataset(std::move(dataset)), m_guess(roles) {
    setRoles(roles);
    m_guessedRoles = m_columnRoles;
}

void RoleAssignment::setRoles(const ColumnRoles& roles) {
    m_roles = roles;
    m_columnRoles = read(roles);
}

RoleAssignment::Roles RoleAssignment::read(const ColumnRoles& roles) const {
    Roles columnRoles(m_dataset->columns().size(), ColumnRole::Ignored);
    for (const Index input : roles.inputs)
        columnRoles[std::size_t(input)] = ColumnRole::Input;
    for (const Index colour : roles.colours)
        columnRoles[std::size_t(colour)] = ColumnRole::Colour;
    if (roles.label)
        columnRoles[std::size_t(*roles.label)] = ColumnRole::Label;
    return columnRoles;
}

bool RoleAssignment::canHave(Index column, ColumnRole role) const {
    return role != ColumnRole::Input || m_dataset->column(column).type != ColumnType::Text;
}

RoleAssignment::Roles RoleAssignment::after(std::span<const Index> columns, ColumnRole role) const {
    Roles next = m_columnRoles;
    if (role == ColumnRole::Label && m_roles.label)
        next[std::size_t(*m_roles.label)] =
            canHave(*m_roles.label, ColumnRole::Input) ? ColumnRole::Input : ColumnRole::Ignored;
    for (const Index column : columns)
        if (canHave(column, role))
            next[std::size_t(column)] = role;
    return next;
}

bool RoleAssignment::canAssign(std::span<const Index> columns, ColumnRole role) const {
    if (columns.empty() || (role == ColumnRole::Label && columns.size() > 1))
        return false;
    if (std::ranges::none_of(columns, [&](Index column) { return canHave(column, role); }))
        return false;
    return role == ColumnRole::Input || std::ranges::count(after(columns, role), ColumnRole::Input) > 0;
}

bool RoleAssignment::assign(std::span<const Index> columns, ColumnRole role) {
    if (!canAssign(columns, role))
        return false;
    write(after(columns, role));
    for (const Index column : columns) {
        if (of(column) != role)
            continue;
        if (role == guessOf(column)) {
            forgetHand(column);
            continue;
        }
        m_roles.setByHand.insert(column);
        m_roles.leftOut.erase(column);
    }
    return true;
}

bool RoleAssignment::returnToGuess(std::span<const Index> columns) {
    Roles next = m_columnRoles;
    for (const Index column : columns) {
        const ColumnRole guess = guessOf(column);
        // The guessed label only returns where no other column has become the label meanwhile.
        const bool taken = guess == ColumnRole::Label && m_roles.label && *m_roles.label != column &&
                           std::ranges::find(columns, *m_roles.label) == columns.end();
        next[std::size_t(column)] = taken ? next[std::size_t(column)] : guess;
    }
    if (std::ranges::count(next, ColumnRole::Input) == 0)
        return false;
    write(std::move(next));
    for (const Index column : columns) {
        m_roles.likelihoods.erase(column);
        m_roles.scales.erase(column);
        m_roles.clips.erase(column);
        if (of(column) == guessOf(column))
            forgetHand(column);
    }
    return true;
}

void RoleAssignment::forgetHand(Index column) {
    if (!m_guess.setByHand.contains(column))
        m_roles.setByHand.erase(column);
    if (const auto reason = m_guess.leftOut.find(column); reason != m_guess.leftOut.end())
        m_roles.leftOut.insert(*reason);
}

bool RoleAssignment::isByHand(Index column) const {
    return m_roles.setByHand.contains(column);
}

void RoleAssignment::write(Roles next) {
    m_columnRoles = std::move(next);
    m_roles.inputs.clear();
    m_roles.colours.clear();
    m_roles.label.reset();
    for (std::size_t i = 0; i < m_columnRoles.size(); ++i) {
        switch (m_columnRoles[i]) {
            case ColumnRole::Input:
                m_roles.inputs.push_back(Index(i));
                break;
            case ColumnRole::Label:
                m_roles.label = Index(i);
                break;
            case ColumnRole::Colour:
                m_roles.colours.push_back(Index(i));
                break;
            case ColumnRole::Ignored:
                break;
        }
    }
    m_roles.image = detectImage(*m_dataset, m_roles.inputs);
}

}  // namespace latentscape::ui
