#include "ui/explore/groups_panel.h"

#include <QLineEdit>
#include <QTest>
#include <QToolButton>

#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

struct Desk {
    Desk() {
        viewState.recordOn(stack);
        viewState.setDataset(longNumbers(10), std::nullopt);
        panel.resize(280, 240);
        panel.show();
        panel.activateWindow();
        if (!QTest::qWaitForWindowActive(&panel))
            throw std::runtime_error("no active window");
    }

    ViewState viewState;
    QUndoStack stack;
    GroupsPanel panel{viewState};
    QTreeWidget& list = *panel.findChild<QTreeWidget*>();

    void select(const RowList& rows) {
        viewState.selection().apply(RowSet(10, rows), SelectionMode::Replace);
    }
    RowList selected() const { return viewState.selection().rows().members(); }
    const Group& group(int index) const { return viewState.groups().all()[std::size_t(index)]; }
    QToolButton& button(const QString& text) {
        for (QToolButton* const button : panel.findChildren<QToolButton*>())
            if (button->text() == text)
                return *button;
        throw std::runtime_error("no such button");
    }
    void press(const QString& text) { QTest::mouseClick(&button(text), Qt::LeftButton); }
    /// Types into the cell that is being edited.
    void type(const QString& text) {
        auto* const editor = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClicks(editor, text);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_VERIFY(list.findChildren<QLineEdit*>().isEmpty());
    }
    QPoint placeOf(int group) { return list.visualItemRect(list.topLevelItem(group)).center(); }
    QStringList names() const {
        QStringList names;
        for (int i = 0; i < list.topLevelItemCount(); ++i)
            names << list.topLevelItem(i)->text(0);
        return names;
    }
};

}  // namespace

class GroupsPanelTest : public QObject {
    Q_OBJECT

private slots:
    void saysWhatToDoWhileThereAreNone() {
        Desk desk;
        QVERIFY(!desk.list.isVisible());
        bool says = false;
        for (const QLabel* const label : desk.panel.findChildren<QLabel*>())
            says = says || (label->isVisible() && label->text().contains("Select rows"));
        QVERIFY(says);
        QVERIFY(!desk.button("Make a group").isEnabled());
    }

    void aGroupIsMadeOfTheSelectionAndNamedInPlace() {
        Desk desk;
        desk.select({1, 2, 5});
        desk.press("Make a group");
        QVERIFY(desk.list.isVisible());
        QCOMPARE(desk.names(), QStringList{"Group 1"});
        desk.type("odd ones");
        QTRY_COMPARE(desk.names(), QStringList{"odd ones"});
        QTRY_COMPARE(desk.group(0).name, QString("odd ones"));
        QCOMPARE(desk.group(0).rows.members(), (RowList{1, 2, 5}));
        QCOMPARE(desk.list.topLevelItem(0)->text(1), QString("3"));
        QVERIFY(!desk.list.topLevelItem(0)->icon(0).isNull());
    }

    void aDoubleClickSelectsItsRowsAgain() {
        Desk desk;
        desk.viewState.groups().add("a", RowSet(10, RowList{1, 2}));
        desk.viewState.groups().add("b", RowSet(10, RowList{2, 7}));
        const auto doubleClick = [&](int group) {
            const QPoint place = desk.placeOf(group);
            QTest::mouseClick(desk.list.viewport(), Qt::LeftButton, {}, place);
            QTest::mouseDClick(desk.list.viewport(), Qt::LeftButton, {}, place);
        };
        doubleClick(1);
        QCOMPARE(desk.selected(), (RowList{2, 7}));
        doubleClick(0);
        QCOMPARE(desk.selected(), (RowList{1, 2}));
        QCOMPARE(desk.group(0).name, QString("a"));
        desk.stack.undo();
        QCOMPARE(desk.selected(), (RowList{2, 7}));
    }

    void selectedRowsArePutInAndTakenOut() {
        Desk desk;
        desk.viewState.groups().add("a", RowSet(10, RowList{1, 2}));
        desk.list.setCurrentItem(desk.list.topLevelItem(0));
        desk.select({2, 3});
        desk.press("Add rows");
        QCOMPARE(desk.group(0).rows.members(), (RowList{1, 2, 3}));
        desk.select({1, 3, 9});
        desk.press("Take out");
        QCOMPARE(desk.group(0).rows.members(), RowList{2});
        QCOMPARE(desk.list.topLevelItem(0)->text(1), QString("1"));
        desk.stack.undo();
        QCOMPARE(desk.group(0).rows.members(), (RowList{1, 2, 3}));
        QCOMPARE(desk.list.topLevelItem(0)->text(1), QString("3"));
    }

    void keysRenameAndDelete() {
        Desk desk;
        desk.viewState.groups().add("a", RowSet(10, RowList{1}));
        desk.viewState.groups().add("b", RowSet(10, RowList{2}));
        desk.list.setFocus();
        desk.list.setCurrentItem(desk.list.topLevelItem(0));
        QTest::keyClick(&desk.list, Qt::Key_F2);
        desk.type("  ");
        QTRY_COMPARE(desk.names(), (QStringList{"a", "b"}));
        desk.list.setFocus();
        QTest::keyClick(&desk.list, Qt::Key_F2);
        desk.type("first");
        QTRY_COMPARE(desk.names(), (QStringList{"first", "b"}));
        desk.list.setFocus();
        QTest::keyClick(&desk.list, Qt::Key_Delete);
        QCOMPARE(desk.names(), QStringList{"b"});
        desk.stack.undo();
        QCOMPARE(desk.names(), (QStringList{"first", "b"}));
    }

    void groupsGoWithTheirTable() {
        Desk desk;
        desk.select({1});
        desk.press("Make a group");
        desk.viewState.setDataset(longNumbers(3), std::nullopt);
        QVERIFY(desk.names().isEmpty());
        // The name that was being typed has nowhere to go.
        QCoreApplication::processEvents();
        QVERIFY(desk.viewState.groups().all().empty());
        QVERIFY(!desk.list.isVisible());
    }

    void everyActionHasANameAndSaysWhatItDoes() {
        Desk desk;
        for (const QToolButton* const button : desk.panel.findChildren<QToolButton*>()) {
            QVERIFY(!button->accessibleName().isEmpty());
            QVERIFY(!button->toolTip().isEmpty());
        }
        for (const QAction* const action : desk.list.actions())
            QVERIFY(action->toolTip() != action->text());
    }
};

QTEST_MAIN(GroupsPanelTest)
#include "groups_panel_test.moc"
