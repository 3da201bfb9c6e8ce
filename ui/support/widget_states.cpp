#include "ui/support/widget_states.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QActionGroup>
#include <QButtonGroup>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHeaderView>
#include <QJsonArray>
#include <QLineEdit>
#include <QMap>
#include <QMenu>
#include <QPointer>
#include <QScrollBar>
#include <QSlider>
#include <QSpinBox>
#include <QSplitter>
#include <QTabBar>
#include <QTableView>
#include <algorithm>
#include <utility>

namespace latentscape::ui {
namespace {

const char* const kLeftOut = "latentscape_left_out_of_states";

/// Stands for a widget among its siblings.
QString ownName(const QWidget& widget, QMap<QString, int>& numbers) {
    const QString name = widget.objectName();
    // Qt's own names come and go.
    if (!name.isEmpty() && !name.startsWith(QLatin1String("qt_")))
        return name;
    const QString type = QString::fromLatin1(widget.metaObject()->className()).section(u':', -1);
    return type + QString::number(numbers[type]++);
}

/// Calls `work(path, widget)` for `widget` and all below it.
template <class Work>
void forEachWidget(QWidget& widget, const QString& path, const Work& work) {
    if (widget.property(kLeftOut).toBool())
        return;
    work(path, widget);
    // What is inside of these is theirs.
    if (qobject_cast<QAbstractSpinBox*>(&widget) || qobject_cast<QComboBox*>(&widget))
        return;
    const auto* const view = qobject_cast<QAbstractItemView*>(&widget);
    QMap<QString, int> numbers;
    for (QObject* const child : widget.children()) {
        auto* const below = qobject_cast<QWidget*>(child);
        // Editors of cells live there.
        if (below && !(view && below == view->viewport()))
            forEachWidget(*below, path + u'/' + ownName(*below, numbers), work);
    }
}

QJsonArray numbersOf(const QList<int>& numbers) {
    QJsonArray array;
    for (const int number : numbers)
        array.append(number);
    return array;
}

QList<int> numbersIn(const QJsonValue& value) {
    QList<int> numbers;
    for (const QJsonValue& number : value.toArray())
        numbers.append(number.toInt());
    return numbers;
}

QJsonArray checkedActions(const QMenu& menu) {
    QList<int> checked;
    const QList<QAction*> actions = menu.actions();
    for (qsizetype i = 0; i < actions.size(); ++i)
        if (actions[i]->isCheckable() && actions[i]->isChecked())
            checked.append(int(i));
    return numbersOf(checked);
}

/// Undefined for a widget that keeps nothing.
QJsonValue stateOf(const QWidget& widget) {
    if (const auto* const menu = qobject_cast<const QMenu*>(&widget))
        return checkedActions(*menu);
    if (const auto* const box = qobject_cast<const QComboBox*>(&widget))
        return box->currentText();
    if (const auto* const tabs = qobject_cast<const QTabBar*>(&widget))
        return tabs->currentIndex();
    if (const auto* const button = qobject_cast<const QAbstractButton*>(&widget))
        return button->isCheckable() ? QJsonValue(button->isChecked()) : QJsonValue(QJsonValue::Undefined);
    if (const auto* const number = qobject_cast<const QSpinBox*>(&widget))
        return number->value();
    if (const auto* const number = qobject_cast<const QDoubleSpinBox*>(&widget))
        return number->value();
    if (const auto* const text = qobject_cast<const QLineEdit*>(&widget))
        return text->isReadOnly() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(text->text());
    if (const auto* const slider = qobject_cast<const QSlider*>(&widget))
        return slider->value();
    if (const auto* const bar = qobject_cast<const QScrollBar*>(&widget))
        return bar->value();
    // One that was never on show has no sizes of its own yet.
    if (const auto* const splitter = qobject_cast<const QSplitter*>(&widget))
        return splitter->testAttribute(Qt::WA_WState_Created) ? QJsonValue(numbersOf(splitter->sizes()))
                                                              : QJsonValue(QJsonValue::Undefined);
    if (const auto* const header = qobject_cast<const QHeaderView*>(&widget))
        if (header->isSortIndicatorShown())
            return numbersOf({header->sortIndicatorSection(), int(header->sortIndicatorOrder())});
    return QJsonValue::Undefined;
}

void setChecked(QAbstractButton& button, bool checked) {
    // One of a group goes up by itself when another one goes down.
    const bool exclusive = button.autoExclusive() || (button.group() && button.group()->exclusive());
    if (button.isCheckable() && button.isChecked() != checked && (checked || !exclusive))
        button.click();
}

void setCheckedActions(const QMenu& menu, const QList<int>& checked) {
    const QList<QAction*> actions = menu.actions();
    for (qsizetype i = 0; i < actions.size(); ++i) {
        const bool wanted = checked.contains(int(i));
        const bool exclusive = actions[i]->actionGroup() && actions[i]->actionGroup()->isExclusive();
        if (actions[i]->isCheckable() && actions[i]->isChecked() != wanted && (wanted || !exclusive))
            actions[i]->trigger();
    }
}

void setChoice(QComboBox& box, const QString& text) {
    const int index = box.findText(text);
    if (index < 0 || index == box.currentIndex())
        return;
    box.setCurrentIndex(index);
    emit box.activated(index);
}

void setSorting(QHeaderView& header, const QList<int>& sorting) {
    auto* const table = qobject_cast<QTableView*>(header.parentWidget());
    if (table && sorting.size() == 2 && header.isSortIndicatorShown() && sorting[0] < header.count())
        table->sortByColumn(sorting[0],
                            sorting[1] == Qt::DescendingOrder ? Qt::DescendingOrder : Qt::AscendingOrder);
}

void setState(QWidget& widget, const QJsonValue& state) {
    if (stateOf(widget) == state)
        return;
    if (auto* const menu = qobject_cast<QMenu*>(&widget))
        setCheckedActions(*menu, numbersIn(state));
    else if (auto* const box = qobject_cast<QComboBox*>(&widget))
        setChoice(*box, state.toString());
    else if (auto* const tabs = qobject_cast<QTabBar*>(&widget))
        tabs->setCurrentIndex(state.toInt());
    else if (auto* const button = qobject_cast<QAbstractButton*>(&widget))
        setChecked(*button, state.toBool());
    else if (auto* const whole = qobject_cast<QSpinBox*>(&widget))
        whole->setValue(state.toInt());
    else if (auto* const number = qobject_cast<QDoubleSpinBox*>(&widget))
        number->setValue(state.toDouble());
    else if (auto* const text = qobject_cast<QLineEdit*>(&widget))
        text->setText(state.toString());
    else if (auto* const slider = qobject_cast<QSlider*>(&widget))
        slider->setValue(state.toInt());
    else if (auto* const bar = qobject_cast<QScrollBar*>(&widget))
        bar->setValue(state.toInt());
    else if (auto* const splitter = qobject_cast<QSplitter*>(&widget))
        splitter->setSizes(numbersIn(state));
    else if (auto* const header = qobject_cast<QHeaderView*>(&widget))
        setSorting(*header, numbersIn(state));
}

}  // namespace

QJsonObject widgetStates(const QWidget& root) {
    QJsonObject states;
    forEachWidget(const_cast<QWidget&>(root), QString(), [&](const QString& path, const QWidget& widget) {
        const QJsonValue state = stateOf(widget);
        if (!state.isUndefined())
            states.insert(path, state);
    });
    return states;
}

void setWidgetStates(QWidget& root, const QJsonObject& states) {
    // Paths first: setting one widget may make and remove others.
    QList<std::pair<QString, QPointer<QWidget>>> widgets;
    forEachWidget(root, QString(), [&](const QString& path, QWidget& widget) {
        if (states.contains(path))
            widgets.append({path, &widget});
    });
    // How far something can be scrolled follows from all else.
    std::stable_partition(widgets.begin(), widgets.end(),
                          [](const auto& each) { return !qobject_cast<QScrollBar*>(each.second.data()); });
    for (const auto& [path, widget] : widgets)
        if (widget)
            setState(*widget, states.value(path));
}

void leaveOutOfStates(QWidget& widget) {
    widget.setProperty(kLeftOut, true);
}

}  // namespace latentscape::ui
