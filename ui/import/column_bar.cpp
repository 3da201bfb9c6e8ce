#include "ui/import/column_bar.h"

#include <QHBoxLayout>
#include <algorithm>
#include <array>

#include "ui/import/dialect_form.h"
#include "ui/models/column_text.h"

namespace latentscape::ui {
namespace {

constexpr std::array kTypes{ColumnType::Number,   ColumnType::Count,    ColumnType::Binary,
                            ColumnType::Category, ColumnType::DateTime, ColumnType::Text};
constexpr int kSentinelsWidth = 110;

QString typeHelp(ColumnType type) {
    switch (type) {
        case ColumnType::Number:
            return ColumnBar::tr("Any numbers: lengths, prices, temperatures");
        case ColumnType::Count:
            return ColumnBar::tr("Whole numbers from 0 that count something");
        case ColumnType::Binary:
            return ColumnBar::tr("Exactly two different values");
        case ColumnType::Category:
            return ColumnBar::tr("A few different values without an order, such as species or postcodes");
        case ColumnType::DateTime:
            return ColumnBar::tr("Days or moments, such as 2024-03-31 or 31.03.2024 14:05");
        case ColumnType::Text:
            return ColumnBar::tr("Names, remarks, ids: shown but not learned");
    }
    return {};
}

QString roleHelp(ColumnRole role) {
    switch (role) {
        case ColumnRole::Input:
            return ColumnBar::tr("The model learns it");
        case ColumnRole::Label:
            return ColumnBar::tr("Names the class of each row: colours the map and is not learned");
        case ColumnRole::Colour:
            return ColumnBar::tr("Can colour the map and is not learned");
        case ColumnRole::Ignored:
            return ColumnBar::tr("Stays in the table and is not learned");
    }
    return {};
}

/// The position of `value` among the choices, which begin with the guess.
template <class Choices, class Value>
int indexOf(const Choices& choices, const std::optional<Value>& value) {
    return value ? int(std::ranges::find(choices, *value) - choices.begin()) + 1 : 0;
}

/// Calls `of` for each name; nothing unless all answers are the same.
template <class Of>
auto common(const ColumnNames& names, Of of) -> std::optional<decltype(of(names.front()))> {
    std::optional<decltype(of(names.front()))> shared;
    for (const std::string& name : names) {
        const auto value = of(name);
        if (shared && *shared != value)
            return std::nullopt;
        shared = value;
    }
    return shared;
}

}  // namespace

ColumnBar::ColumnBar(QWidget* parent)
    : QWidget(parent),
      m_title(new ElidedLabel(this)),
      m_type(new QComboBox(this)),
      m_role(new QComboBox(this)),
      m_sentinels(new QLineEdit(this)) {
    m_type->setObjectName(QStringLiteral("column-type"));
    m_role->setObjectName(QStringLiteral("column-role"));
    m_sentinels->setObjectName(QStringLiteral("column-sentinels"));
    m_type->setAccessibleName(tr("Type of the selected columns"));
    m_role->setAccessibleName(tr("Role of the selected columns"));
    m_sentinels->setAccessibleName(tr("Values that mean missing in the selected columns"));
    m_type->setToolTip(tr("What the values of the selected columns are"));
    m_role->setToolTip(tr("What the selected columns are to the model"));
    m_sentinels->setToolTip(
        tr("Values that stand for “no value” in the selected columns alone, with commas "
           "between them: 255, -999. One that holds a comma stands in quotation marks: \"1,5\""));
    m_sentinels->setPlaceholderText(tr("255, -999 …"));
    m_sentinels->setMinimumWidth(kSentinelsWidth);
    m_title->setTextFormat(Qt::PlainText);
    // The guess is put into the first entry later.
    m_type->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_role->setSizeAdjustPolicy(QComboBox::AdjustToContents);

    m_type->addItem(QString());
    for (const ColumnType type : kTypes) {
        m_type->addItem(columnTypeText(type));
        m_type->setItemData(m_type->count() - 1, typeHelp(type), Qt::ToolTipRole);
    }
    m_role->addItem(QString());
    for (const ColumnRole role : kColumnRoles) {
        m_role->addItem(columnRoleText(role));
        m_role->setItemData(m_role->count() - 1, roleHelp(role), Qt::ToolTipRole);
    }

    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    const auto addField = [&](const QString& text, QWidget* field) {
        auto* const label = new QLabel(text, this);
        label->setBuddy(field);
        label->setToolTip(field->toolTip());
        layout->addSpacing(6);
        layout->addWidget(label);
        layout->addWidget(field);
    };
    layout->addWidget(m_title, 1);
    addField(tr("T&ype"), m_type);
    addField(tr("R&ole"), m_role);
    addField(tr("&Also missing"), m_sentinels);

    connect(m_type, &QComboBox::activated, this, [this](int index) {
        emit typeChosen(index > 0 ? std::optional(kTypes[std::size_t(index - 1)]) : std::nullopt);
    });
    connect(m_role, &QComboBox::activated, this, [this](int index) {
        emit roleChosen(index > 0 ? std::optional(kColumnRoles[std::size_t(index - 1)]) : std::nullopt);
    });
    connect(m_sentinels, &QLineEdit::editingFinished, this, [this] {
        if (!m_sentinels->isModified())
            return;
        m_sentinels->setModified(false);
        emit sentinelsChosen(listFromText(m_sentinels->text()));
    });
    setColumns({}, {}, {});
}

void ColumnBar::showCommon(QComboBox& combo, const std::optional<int>& index) {
    combo.setCurrentIndex(index.value_or(-1));
    QFont font = combo.parentWidget()->font();
    font.setBold(index.value_or(0) > 0);
    combo.setFont(font);
}

void ColumnBar::setColumns(const ColumnNames& names, const RunSource& source, const ImportPreview& preview) {
    for (QWidget* const field :
         {static_cast<QWidget*>(m_type), static_cast<QWidget*>(m_role), static_cast<QWidget*>(m_sentinels)})
        field->setEnabled(!names.empty());
    if (names.size() == 1)
        m_title->setText(QString::fromStdString(names.front()));
    else
        m_title->setText(names.empty() ? tr("Select columns to change them")
                                       : tr("%Ln columns selected", nullptr, int(names.size())));

    const auto place = [&](const std::string& name) { return preview.texts->indexOf(name).value_or(0); };
    const std::map<std::string, ColumnRole> roles = rolesByHand(source, preview);
    const auto chosenType = [&](const std::string& name) {
        const auto told = source.csv.types.find(name);
        return indexOf(kTypes, told != source.csv.types.end() ? std::optional(told->second) : std::nullopt);
    };
    const auto chosenRole = [&](const std::string& name) {
        const auto told = roles.find(name);
        return indexOf(kColumnRoles, told != roles.end() ? std::optional(told->second) : std::nullopt);
    };
    const auto guessedType = common(names, [&](const std::string& name) {
        const auto at = std::size_t(place(name));
        return at < preview.guessedTypes.size() ? columnTypeText(preview.guessedTypes[at]) : QString();
    });
    const auto guessedRole = common(names, [&](const std::string& name) {
        const std::optional<ColumnRole> role = roleOf(preview.guessedRoles, place(name));
        return role ? columnRoleText(*role) : QString();
    });
    m_type->setItemText(
        0, guessedType && !guessedType->isEmpty() ? tr("guess: %1").arg(*guessedType) : tr("as guessed"));
    m_role->setItemText(
        0, guessedRole && !guessedRole->isEmpty() ? tr("guess: %1").arg(*guessedRole) : tr("as guessed"));
    showCommon(*m_type, names.empty() ? std::optional(0) : common(names, chosenType));
    showCommon(*m_role, names.empty() ? std::optional(0) : common(names, chosenRole));

    const auto sentinels = common(names, [&](const std::string& name) {
        const auto told = source.csv.sentinels.find(name);
        return told != source.csv.sentinels.end() ? textFromList(told->second) : QString();
    });
    m_sentinels->setText(sentinels.value_or(QString()));
    m_sentinels->setModified(false);
}

void ColumnBar::fillMenu(QMenu& menu) {
    const auto fill = [&](const QString& title, QComboBox& combo) {
        QMenu* const choices = menu.addMenu(title);
        choices->setToolTipsVisible(true);
        for (int i = 0; i < combo.count(); ++i) {
            QAction* const action = choices->addAction(combo.itemText(i));
            action->setToolTip(combo.itemData(i, Qt::ToolTipRole).toString());
            action->setCheckable(true);
            action->setChecked(i == combo.currentIndex());
            connect(action, &QAction::triggered, &combo, [&combo, i] {
                combo.setCurrentIndex(i);
                emit combo.activated(i);
            });
        }
    };
    fill(tr("Type"), *m_type);
    fill(tr("Role"), *m_role);
    QAction* const sentinels = menu.addAction(tr("Also missing…"));
    connect(sentinels, &QAction::triggered, m_sentinels, [this] { m_sentinels->setFocus(); });
    menu.addSeparator();
    QAction* const guess = menu.addAction(tr("Back to the guess"));
    connect(guess, &QAction::triggered, this, [this] {
        emit typeChosen(std::nullopt);
        emit roleChosen(std::nullopt);
        emit sentinelsChosen({});
    });
}

}  // namespace latentscape::ui
