#pragma once

#include <QVariant>

#include "core/data/column_roles.h"

namespace latentscape::ui {

/// What a person may choose of how an input column of numbers is prepared.
enum class Preparation { Likelihood, Scale, Clip };

/// Stands for the choice that the program makes by itself.
extern const QString kAutoChoice;

/// All choices: names, the first of them auto, or shares from 0 to clip at either end.
QVariantList choicesOf(Preparation preparation);

/// `robust`, `none`, `0.5 %`, …
QString choiceText(Preparation preparation, const QVariant& choice);

/// What holds for a column: a name or auto; a share.
QVariant choiceOf(const ColumnRoles& roles, Index column, Preparation preparation);

/// Whether a person has chosen it.
bool isChosen(const ColumnRoles& roles, Index column, Preparation preparation);

/// Takes the choice back where it is the one that holds by itself.
void choose(ColumnRoles& roles, Index column, Preparation preparation, const QVariant& choice);

}  // namespace latentscape::ui
