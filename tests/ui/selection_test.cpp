#include "ui/models/selection.h"

#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>
#include <algorithm>
#include <random>
#include <set>

#include "ui/models/row_set.h"

using namespace latentscape;
using namespace latentscape::ui;

namespace {

RowSet tenRows(const RowList& members) {
    return RowSet(10, members);
}

RowList drawn(std::mt19937& random, Index rows) {
    RowList members;
    for (Index row = 0; row < rows; ++row)
        if (random() % 3 == 0)
            members.push_back(row);
    return members;
}

}  // namespace

class SelectionTest : public QObject {
    Q_OBJECT

private slots:
    void aSetKnowsItsRows() {
        RowSet rows(10, RowList{7, 2, 9, 2, -1, 10, 1'000'000});
        QCOMPARE(rows.count(), Index(3));
        QCOMPARE(rows.members(), (RowList{2, 7, 9}));
        QVERIFY(rows.contains(7));
        QVERIFY(!rows.contains(3));
        QVERIFY(!rows.contains(-1));
        QVERIFY(!rows.contains(10));
        rows.erase(7);
        rows.erase(7);
        rows.erase(99);
        rows.insert(0);
        rows.insert(0);
        rows.insert(-5);
        QCOMPARE(rows.members(), (RowList{0, 2, 9}));
        QCOMPARE(rows.count(), Index(3));
        QVERIFY(RowSet().empty());
        QCOMPARE(RowSet().members(), RowList());
        QCOMPARE(RowSet::all(3).members(), (RowList{0, 1, 2}));
    }

    /// Against the algorithms of the standard library, for numbers of rows around those of a byte.
    void setsCombineAsSetsDo_data() {
        QTest::addColumn<int>("rows");
        for (const int rows : {0, 1, 7, 8, 9, 64, 1000})
            QTest::addRow("%d rows", rows) << rows;
    }

    void setsCombineAsSetsDo() {
        QFETCH(int, rows);
        std::mt19937 random(5);
        const RowList a = drawn(random, rows);
        const RowList b = drawn(random, rows);
        const RowSet one(rows, a);
        const RowSet other(rows, b);
        const auto expect = [](const RowSet& actual, const auto& algorithm, const RowList& left,
                               const RowList& right) {
            RowList expected;
            algorithm(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(expected));
            QCOMPARE(actual.members(), expected);
            QCOMPARE(actual.count(), Index(expected.size()));
        };
        expect(
            one | other, [](auto... x) { return std::set_union(x...); }, a, b);
        expect(
            one & other, [](auto... x) { return std::set_intersection(x...); }, a, b);
        expect(
            one - other, [](auto... x) { return std::set_difference(x...); }, a, b);
        expect(
            one ^ other, [](auto... x) { return std::set_symmetric_difference(x...); }, a, b);
        expect(
            ~one, [](auto... x) { return std::set_difference(x...); }, allRows(rows), a);
        QVERIFY(~~one == one);
    }

    void markedRowsReplaceAddToggleOrRemove_data() {
        QTest::addColumn<SelectionMode>("mode");
        QTest::addColumn<RowList>("expected");
        QTest::newRow("replace") << SelectionMode::Replace << RowList{3, 4};
        QTest::newRow("add") << SelectionMode::Add << RowList{1, 3, 4};
        QTest::newRow("toggle") << SelectionMode::Toggle << RowList{1, 4};
        QTest::newRow("remove") << SelectionMode::Remove << RowList{1};
    }

    void markedRowsReplaceAddToggleOrRemove() {
        QFETCH(SelectionMode, mode);
        QFETCH(RowList, expected);
        Selection selection;
        selection.setTable(10);
        selection.apply(tenRows({1, 3}), SelectionMode::Replace);
        selection.apply(tenRows({3, 4}), mode);
        QCOMPARE(selection.rows().members(), expected);
    }

    void allNothingAndTheOthers() {
        Selection selection;
        selection.setTable(4);
        selection.selectAll();
        QCOMPARE(selection.rows().members(), (RowList{0, 1, 2, 3}));
        selection.apply(RowSet(4, RowList{1}), SelectionMode::Remove);
        selection.invert();
        QCOMPARE(selection.rows().members(), RowList{1});
        selection.clear();
        QVERIFY(selection.rows().empty());
    }

    void isToldOnceAndOnlyWhenSomethingChanges() {
        Selection selection;
        selection.setTable(10);
        QSignalSpy changed(&selection, &Selection::changed);
        selection.apply(tenRows({2}), SelectionMode::Add);
        QCOMPARE(changed.size(), 1);
        selection.apply(tenRows({2}), SelectionMode::Add);
        selection.apply(tenRows({}), SelectionMode::Toggle);
        selection.apply(tenRows({5}), SelectionMode::Remove);
        QCOMPARE(changed.size(), 1);
    }

    void rowsOfATableOfAnotherLengthAreIgnored() {
        Selection selection;
        selection.setTable(10);
        selection.apply(tenRows({2}), SelectionMode::Add);
        selection.apply(RowSet(9, RowList{1}), SelectionMode::Add);
        selection.applyFurther(RowSet(11, RowList{1}));
        QCOMPARE(selection.rows().members(), RowList{2});
    }

    void whatABrushComesOverCountsOnce() {
        Selection selection;
        QUndoStack stack;
        selection.recordOn(stack);
        selection.setTable(10);
        selection.apply(tenRows({1, 2}), SelectionMode::Replace);
        selection.apply(tenRows({2, 3}), SelectionMode::Toggle);
        selection.applyFurther(tenRows({3, 4}));
        selection.applyFurther(tenRows({2}));
        QCOMPARE(selection.rows().members(), (RowList{1, 3, 4}));
        QCOMPARE(stack.count(), 2);
        stack.undo();
        QCOMPARE(selection.rows().members(), (RowList{1, 2}));
        stack.redo();
        QCOMPARE(selection.rows().members(), (RowList{1, 3, 4}));
    }

    void aStrokeThatEndsWhereItBeganIsNoStep() {
        Selection selection;
        QUndoStack stack;
        selection.recordOn(stack);
        selection.setTable(10);
        selection.apply(tenRows({1, 2}), SelectionMode::Replace);
        selection.apply(tenRows({1}), SelectionMode::Replace);
        selection.applyFurther(tenRows({2}));
        QCOMPARE(selection.rows().members(), (RowList{1, 2}));
        QCOMPARE(stack.count(), 1);
    }

    void everyChangeIsUndoneAndDoneAgain() {
        Selection selection;
        QUndoStack stack;
        selection.recordOn(stack);
        selection.setTable(10);
        std::vector<RowSet> states{selection.rows()};
        const auto keep = [&] { states.push_back(selection.rows()); };
        selection.apply(tenRows({1, 2, 3}), SelectionMode::Replace);
        keep();
        selection.invert();
        keep();
        selection.selectAll();
        keep();
        selection.apply(tenRows({9}), SelectionMode::Remove);
        keep();
        selection.clear();
        keep();
        QCOMPARE(stack.count(), int(states.size()) - 1);
        for (std::size_t i = states.size() - 1; i-- > 0;) {
            stack.undo();
            QVERIFY(selection.rows() == states[i]);
        }
        for (std::size_t i = 1; i < states.size(); ++i) {
            stack.redo();
            QVERIFY(selection.rows() == states[i]);
        }
    }

    void gesturesOfTheirOwnStaySteps() {
        Selection selection;
        QUndoStack stack;
        selection.recordOn(stack);
        selection.setTable(10);
        selection.apply(tenRows({1}), SelectionMode::Add);
        selection.apply(tenRows({2}), SelectionMode::Add);
        stack.undo();
        QCOMPARE(selection.rows().members(), RowList{1});
    }

    /// A table of as many rows may have taken its place.
    void noStepLeadsBackToAnotherTable() {
        Selection selection;
        QUndoStack stack;
        selection.recordOn(stack);
        selection.setTable(10);
        selection.apply(tenRows({1}), SelectionMode::Add);
        selection.apply(tenRows({2}), SelectionMode::Add);
        stack.undo();
        selection.setTable(10);
        QVERIFY(selection.rows().empty());
        stack.redo();
        QVERIFY(selection.rows().empty());
        selection.apply(tenRows({5}), SelectionMode::Add);
        while (stack.canUndo())
            stack.undo();
        QVERIFY(selection.rows().empty());
        selection.applyFurther(tenRows({3}));
        QVERIFY(selection.rows().empty());
    }

    void stepsMayOutliveTheSelection() {
        QUndoStack stack;
        {
            Selection selection;
            selection.recordOn(stack);
            selection.setTable(10);
            selection.selectAll();
        }
        stack.undo();
        QCOMPARE(stack.count(), 0);
    }

    void aTableWithoutRows() {
        Selection selection;
        QSignalSpy changed(&selection, &Selection::changed);
        selection.selectAll();
        selection.invert();
        selection.clear();
        selection.apply(RowSet(), SelectionMode::Toggle);
        QVERIFY(changed.isEmpty());
    }
};

QTEST_GUILESS_MAIN(SelectionTest)
#include "selection_test.moc"
