#pragma once

#include <QString>
#include <array>
#include <span>
#include <vector>

#include "core/data/column_roles.h"

namespace latentscape::ui {

/// What a column is to the model.
enum class ColumnRole { Input, Label, Colour, Ignored };

inline constexpr std::array kColumnRoles{ColumnRole::Input, ColumnRole::Label, ColumnRole::Colour,
                                         ColumnRole::Ignored};

/// `input`, `label`, …
QString columnRoleText(ColumnRole role);

/// The role of each column of a table, and the rules of changing them: free text is never an input, there is
/// at most one label, and at least one input stays.
class RoleAssignment {
public:
    RoleAssignment() = default;
    /// `roles` count as the guess for what is not set by hand in them.
    RoleAssignment(DatasetPtr dataset, const ColumnRoles& roles);

    const ColumnRoles& roles() const { return m_roles; }
    /// As edited elsewhere; the guess stays.
    void setRoles(const ColumnRoles& roles);
    ColumnRole of(Index column) const { return m_columnRoles[std::size_t(column)]; }
    ColumnRole guessOf(Index column) const { return m_guessedRoles[std::size_t(column)]; }

    /// Whether the rules hold after assign(columns, role).
    bool canAssign(std::span<const Index> columns, ColumnRole role) const;
    /// Gives the role to those of `columns` that can have it. A new label makes the old one an input again.
    /// Nothing changes where canAssign() is false.
    bool assign(std::span<const Index> columns, ColumnRole role);
    /// Takes back all that a person has chosen for these columns: role, likelihood, scale and clipping.
    bool returnToGuess(std::span<const Index> columns);
    bool isByHand(Index column) const;

private:
    using Roles = std::vector<ColumnRole>;

    bool canHave(Index column, ColumnRole role) const;
    Roles after(std::span<const Index> columns, ColumnRole role) const;
    Roles read(const ColumnRoles& roles) const;
    void write(Roles next);
    /// The role is the guessed one again.
    void forgetHand(Index column);

    DatasetPtr m_dataset;
    ColumnRoles m_roles;
    ColumnRoles m_guess;
    Roles m_columnRoles;
    Roles m_guessedRoles;
};

}  // namespace latentscape::ui
