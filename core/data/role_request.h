#pragma once

#include "core/data/column_roles.h"

namespace latentscape {

/// The request that gives these roles to this table again.
RoleRequest requestOf(const Dataset& dataset, const ColumnRoles& roles);

}  // namespace latentscape
