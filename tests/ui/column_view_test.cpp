#include "ui/data/column_view.h"

#include <QComboBox>
#include <QHeaderView>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// A view of a table as a person has it on the screen.
struct Desk {
    explicit Desk(const DatasetPtr& dataset, const ColumnRoles& roles) {
        columns.setTable(dataset, roles);
        view.resize(1100, 400);
        view.show();
    }
    explicit Desk(const std::string& sample) : Desk(readSample(sample), assignRoles(*readSample(sample))) {}

    ColumnTableModel columns;
    ColumnView view{columns};
    QTableView& table = *view.findChild<QTableView*>();
    QLineEdit& search = *view.findChild<QLineEdit*>();

    QModelIndex cell(int row, int section) const { return table.model()->index(row, section); }
    QStringList names() const {
        QStringList texts;
        for (int row = 0; row < table.model()->rowCount(); ++row)
            texts.append(cell(row, ColumnTableModel::Name).data().toString());
        return texts;
    }
    void click(const QModelIndex& index, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mouseClick(table.viewport(), Qt::LeftButton, modifiers, table.visualRect(index).center());
    }
    /// The editor that is open; takes an entry of its list.
    void take(const QString& text) {
        auto* const combo = table.viewport()->findChild<QComboBox*>();
        QVERIFY(combo);
        combo->setCurrentIndex(combo->findText(text));
        emit combo->activated(combo->currentIndex());
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    /// The entry of the context menu under a submenu.
    QAction* entry(QMenu& menu, const QString& title, const QString& text) {
        view.fillMenu(menu);
        for (QAction* const group : menu.actions()) {
            if (group->text().remove('&') != title)
                continue;
            for (QAction* const action : group->menu()->actions())
                if (action->text() == text)
                    return action;
        }
        return nullptr;
    }
};

}  // namespace

class ColumnViewTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void theRoleIsChosenFromAList() {
        Desk desk("iris");
        QSignalSpy edited(&desk.columns, &ColumnTableModel::rolesEdited);
        const QModelIndex role = desk.cell(0, ColumnTableModel::Role);
        desk.click(role);
        desk.take("ignored");
        QCOMPARE(edited.count(), 1);
        QCOMPARE(role.data().toString(), "ignored");
    }

    void theLikelihoodIsChosenFromAList() {
        const TrainingDataPtr data = prepareSample("iris", {});
        Desk desk(data->dataset, data->roles);
        desk.columns.setPrepared(data, "auto");
        const QModelIndex cell = desk.cell(0, ColumnTableModel::Likelihood);
        desk.click(cell);
        QCOMPARE(desk.table.viewport()->findChild<QComboBox*>()->currentText(), "auto (gaussian)");
        desk.take("log-normal");
        QCOMPARE(desk.columns.roles().likelihoods.at(0), std::string("log-normal"));
        QCOMPARE(cell.data().toString(), "log-normal");
    }

    void aChoiceCountsForAllSelectedColumns() {
        Desk desk("iris");
        desk.click(desk.cell(0, ColumnTableModel::Name));
        desk.click(desk.cell(2, ColumnTableModel::Name), Qt::ShiftModifier);
        QSignalSpy edited(&desk.columns, &ColumnTableModel::rolesEdited);
        desk.table.setFocus();
        desk.table.selectionModel()->setCurrentIndex(desk.cell(1, ColumnTableModel::Role),
                                                     QItemSelectionModel::NoUpdate);
        QTest::keyClick(&desk.table, Qt::Key_F2);
        desk.take("ignored");
        QCOMPARE(edited.count(), 1);
        QCOMPARE(desk.columns.roles().inputs, std::vector<Index>{3});
    }

    void theContextMenuChangesManyAtOnce_data() {
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("choice");
        QTest::addColumn<int>("section");
        QTest::newRow("role") << "Role"
                              << "colour only" << int(ColumnTableModel::Role);
        QTest::newRow("likelihood") << "Likelihood"
                                    << "student-t" << int(ColumnTableModel::Likelihood);
        QTest::newRow("scale") << "Scale"
                               << "robust" << int(ColumnTableModel::Scale);
        QTest::newRow("clip") << "Clip at either end"
                              << "1 %" << int(ColumnTableModel::Clip);
    }

    void theContextMenuChangesManyAtOnce() {
        QFETCH(QString, title);
        QFETCH(QString, choice);
        QFETCH(int, section);
        Desk desk("iris");
        desk.click(desk.cell(1, ColumnTableModel::Name));
        desk.click(desk.cell(2, ColumnTableModel::Name), Qt::ControlModifier);
        QMenu menu;
        QAction* const action = desk.entry(menu, title, choice);
        QVERIFY(action && action->isEnabled());
        action->trigger();
        QVERIFY(desk.cell(0, section).data().toString() != choice);
        QCOMPARE(desk.cell(1, section).data().toString(), choice);
        QCOMPARE(desk.cell(2, section).data().toString(), choice);
    }

    void aClipIsSetSeenAndRemoved() {
        Desk desk("iris");
        const QModelIndex clip = desk.cell(0, ColumnTableModel::Clip);
        QCOMPARE(clip.data().toString(), "none");
        QVERIFY(!clip.data(ColumnTableModel::kByHandRole).toBool());
        desk.table.scrollTo(clip);
        desk.click(clip);
        desk.take("0.5 %");
        QCOMPARE(desk.columns.roles().clips, (std::map<Index, double>{{0, 0.005}}));
        QCOMPARE(clip.data().toString(), "0.5 %");
        QVERIFY(clip.data(ColumnTableModel::kByHandRole).toBool());
        desk.click(clip);
        desk.take("none");
        QVERIFY(desk.columns.roles().clips.empty());
        QVERIFY(!clip.data(ColumnTableModel::kByHandRole).toBool());
    }

    void theContextMenuOffersOnlyWhatIsPossible() {
        Desk desk("iris");
        desk.table.selectAll();
        QMenu menu;
        QVERIFY(!desk.entry(menu, "Role", "ignored")->isEnabled());
        QVERIFY(!desk.entry(menu, "Role", "label")->isEnabled());
        QVERIFY(desk.entry(menu, "Role", "input")->isEnabled());
    }

    void searchKeepsWhatContainsTheText() {
        Desk desk("iris");
        QTest::keyClicks(&desk.search, "WIDTH");
        QCOMPARE(desk.names(), (QStringList{"sepal_width_cm", "petal_width_cm"}));
        desk.search.clear();
        QCOMPARE(desk.names().size(), 5);
    }

    void sortsByASection_data() {
        QTest::addColumn<int>("section");
        QTest::addColumn<Qt::SortOrder>("order");
        QTest::addColumn<QStringList>("names");
        // Means 9, 10 and 2; cells missing 0, 1 and 2; `text` has no mean.
        QTest::newRow("mean, as numbers")
            << int(ColumnTableModel::Values) << Qt::AscendingOrder << QStringList{"c10", "c1", "c2", "text"};
        QTest::newRow("mean, down") << int(ColumnTableModel::Values) << Qt::DescendingOrder
                                    << QStringList{"c2", "c1", "c10", "text"};
        QTest::newRow("missing") << int(ColumnTableModel::Missing) << Qt::DescendingOrder
                                 << QStringList{"c10", "c2", "c1", "text"};
        QTest::newRow("name, numbers in it by size")
            << int(ColumnTableModel::Name) << Qt::AscendingOrder << QStringList{"c1", "c2", "c10", "text"};
        QTest::newRow("as in the table")
            << -1 << Qt::AscendingOrder << QStringList{"c1", "c10", "c2", "text"};
    }

    void sortsByASection() {
        QFETCH(int, section);
        QFETCH(Qt::SortOrder, order);
        QFETCH(QStringList, names);
        const Column c1{.name = "c1", .values = {8, 9, 10}, .missing = MissingMask(3)};
        const Column c10{.name = "c10", .values = {0, 2, 0}, .missing = MissingMask{1, 0, 1}};
        const Column c2{.name = "c2", .values = {9, 11, 0}, .missing = MissingMask{0, 0, 1}};
        const Column words{.name = "text",
                           .type = ColumnType::Category,
                           .values = {0, 0, 1},
                           .missing = MissingMask(3),
                           .categories = {"a", "b"}};
        Desk desk(std::make_shared<const Dataset>("t", "", std::vector{c1, c10, c2, words}),
                  {.inputs = {0, 1, 2}});
        desk.table.sortByColumn(section, order);
        QTRY_COMPARE(desk.names(), names);
    }

    void anEditDoesNotMoveTheRow() {
        Desk desk("iris");
        desk.table.sortByColumn(ColumnTableModel::Role, Qt::AscendingOrder);
        const QStringList before = desk.names();
        QVERIFY(desk.columns.change({1}, ColumnTableModel::Role, int(ColumnRole::Ignored)));
        QCOMPARE(desk.names(), before);
    }

    void twentyThousandColumnsOpenAndSort() {
        Desk desk(wideNumbers(20'000, 3), {.inputs = {0}});
        QCOMPARE(desk.table.model()->rowCount(), 20'000);
        QVERIFY(!desk.columns.allSummarised());
        desk.table.sortByColumn(ColumnTableModel::Values, Qt::DescendingOrder);
        QTRY_COMPARE(desk.names().first(), "c19999");
        desk.table.selectAll();
        QMenu menu;
        desk.entry(menu, "Role", "input")->trigger();
        QCOMPARE(desk.columns.roles().inputs.size(), std::size_t(20'000));
    }

    void theCurrentColumnIsTold() {
        Desk desk("iris");
        QSignalSpy changed(&desk.view, &ColumnView::currentColumnChanged);
        desk.click(desk.cell(3, ColumnTableModel::Name));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(desk.view.currentColumn(), std::optional<Index>(3));
    }

    void remarksTakeRoomOnlyWhereThereAreSome() {
        Desk desk("iris");
        QVERIFY(desk.table.isColumnHidden(ColumnTableModel::Remark));
        const Problem reason{ProblemCode::ColumnCountsRows, {{"column", "c0"}, {"from", "1"}, {"to", "3"}}};
        desk.columns.setTable(wideNumbers(3, 3), {.inputs = {1, 2}, .leftOut = {{0, reason}}});
        QVERIFY(!desk.table.isColumnHidden(ColumnTableModel::Remark));
        desk.columns.setTable(wideNumbers(2, 3), {.inputs = {0, 1}});
        QVERIFY(desk.table.isColumnHidden(ColumnTableModel::Remark));
        const Problem finding{ProblemCode::ColumnSuggestsCount,
                              {{"column", "c1"}, {"mean", "2"}, {"variance", "9"}}};
        desk.columns.setReading({}, {{}, {{.problem = finding}}});
        QVERIFY(!desk.table.isColumnHidden(ColumnTableModel::Remark));
        QVERIFY(desk.cell(1, ColumnTableModel::Name).data(ColumnTableModel::kHasRemarksRole).toBool());
    }
};

QTEST_MAIN(ColumnViewTest)
#include "column_view_test.moc"
