#include "ui/explore/why_panel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/explored.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// Rows from `first` to before `end`.
RowSet stretch(Index rows, Index first, Index end) {
    RowSet set(rows);
    for (Index row = first; row < end; ++row)
        set.insert(row);
    return set;
}

/// The panel over a model of a sample.
struct Shown {
    explicit Shown(const std::string& name) : explored(name) {
        panel.resize(300, 600);
        panel.show();
    }

    Selection& selection() { return explored.viewState.selection(); }
    void select(Index first, Index end) {
        selection().apply(stretch(selection().rows().rows(), first, end), SelectionMode::Replace);
    }
    bool waitForResult() {
        return QTest::qWaitFor([this] { return panel.hasResult(); }, 30000);
    }
    QStringList texts(int role = Qt::DisplayRole) const {
        QStringList found;
        for (int row = 0; row < list.model()->rowCount(); ++row)
            found << list.model()->index(row, 0).data(role).toString();
        return found;
    }
    QComboBox& boxCalled(const QString& name) {
        for (QComboBox* const box : panel.findChildren<QComboBox*>())
            if (box->accessibleName() == name)
                return *box;
        qFatal("no such box");
    }
    QPoint placeOf(int row) const { return list.visualRect(list.model()->index(row, 0)).center(); }

    Explored explored;
    WhyPanel panel{explored.exploration};
    QListView& list = *panel.findChild<QListView*>();
    QComboBox& source = boxCalled("Compare the values of the table, or what the model makes of them");
    QComboBox& firstSide = boxCalled("Rows to explain");
    QComboBox& secondSide = boxCalled("Rows to compare them with");
};

}  // namespace

class WhyPanelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void asksForASelectionWhereThereIsNoneOrAll() {
        Shown shown("wine");
        QVERIFY(shown.panel.message().contains("Select some points"));
        shown.selection().selectAll();
        QVERIFY(shown.panel.message().contains("Everything is selected"));
        shown.select(0, 59);
        QVERIFY(shown.waitForResult());
        QVERIFY(shown.list.isVisible());
        shown.selection().clear();
        QVERIFY(!shown.panel.hasResult() && shown.panel.differences() == nullptr);
        QVERIFY(shown.panel.message().contains("Select some points"));
    }

    void ranksTheColumnsThatDifferWithDirectionAndP() {
        Shown shown("wine");
        const QAbstractItemModelTester tester(shown.list.model());
        shown.select(0, 59);
        QVERIFY(shown.waitForResult());
        // The class is nothing but these rows; of the measurements, proline tells them best.
        const QStringList names = shown.texts();
        QCOMPARE(names.size(), 14);
        QVERIFY2(names.indexOf("proline") < 3, qPrintable(names.join(' ')));
        const QString words = shown.texts(Qt::AccessibleTextRole)[names.indexOf("proline")];
        // pandas' medians of both.
        QVERIFY2(words.contains("higher: median 1095 against 560"), qPrintable(words));
        QVERIFY2(words.contains("p < 0.001"), qPrintable(words));
    }

    void aClickColoursTheMap() {
        Shown shown("wine");
        shown.select(0, 59);
        QVERIFY(shown.waitForResult());
        const Index wanted = shown.panel.differences()->at(1).column;
        QVERIFY(shown.explored.viewState.colourColumn() != std::optional<Index>(wanted));
        QTest::mouseClick(shown.list.viewport(), Qt::LeftButton, {}, shown.placeOf(1));
        QCOMPARE(shown.explored.viewState.colourColumn(), std::optional<Index>(wanted));
        shown.list.setFocus();
        QTest::keyClick(&shown.list, Qt::Key_Up);
        QTest::keyClick(&shown.list, Qt::Key_Return);
        QCOMPARE(shown.explored.viewState.colourColumn(),
                 std::optional<Index>(shown.panel.differences()->at(0).column));
    }

    void reconstructionsAreComparedOnRequest() {
        Shown shown("wine");
        shown.select(0, 59);
        QVERIFY(shown.waitForResult());
        const DifferencesPtr data = shown.panel.differences();
        shown.source.setFocus();
        QTest::keyClick(&shown.source, Qt::Key_Down);
        QCOMPARE(shown.source.currentText(), QString("Reconstruction"));
        QVERIFY(shown.waitForResult());
        // The class is not learned.
        QCOMPARE(shown.panel.differences()->size(), data->size() - 1);
        QVERIFY(shown.panel.differences()->front().effect != data->front().effect);
        // Another model makes something else of the rows; the data stay.
        auto later = std::make_shared<LatentSnapshot>(*shown.explored.exploration.snapshot());
        later->step += 1;
        shown.explored.exploration.setTraining(true);
        shown.explored.exploration.setSnapshot(later);
        QVERIFY(shown.panel.isStale());
        QSignalSpy results(&shown.panel, &AnalysisPanel::resultShown);
        shown.explored.exploration.setTraining(false);
        QTRY_COMPARE_WITH_TIMEOUT(results.size(), 1, 30000);
        QVERIFY(!shown.panel.isStale());
    }

    void needsAModelForReconstructionsOnly() {
        Shown shown("wine");
        shown.explored.exploration.setSnapshot(nullptr);
        shown.select(0, 59);
        QVERIFY(shown.waitForResult());
        shown.source.setCurrentIndex(1);
        QVERIFY(!shown.panel.hasResult());
        QVERIFY(shown.panel.message().contains("Train a model first"));
    }

    void oneRowIsEnough() {
        Shown shown("penguins");
        shown.select(7, 8);
        QVERIFY(shown.waitForResult());
        QVERIFY(!shown.panel.differences()->empty());
    }

    void groupsAreComparedWithOneAnother() {
        Shown shown("wine");
        QVERIFY(!shown.firstSide.isVisible());
        Groups& groups = shown.explored.viewState.groups();
        groups.add("one", stretch(178, 0, 59));
        groups.add("two", stretch(178, 50, 130));
        QVERIFY(shown.firstSide.isVisible() && shown.secondSide.isVisible());
        // Neither needs a selection.
        shown.firstSide.setFocus();
        QTest::keyClick(&shown.firstSide, Qt::Key_Down);
        QVERIFY(shown.waitForResult());
        QCOMPARE(shown.panel.differences()->front().firstRows, Index(59));
        QCOMPARE(shown.panel.differences()->front().secondRows, Index(119));
        shown.secondSide.setFocus();
        QTest::keyClick(&shown.secondSide, Qt::Key_Down);
        QTest::keyClick(&shown.secondSide, Qt::Key_Down);
        QCOMPARE(shown.secondSide.currentText(), QString("two"));
        QVERIFY(shown.waitForResult());
        // Without the nine rows of both.
        QCOMPARE(shown.panel.differences()->front().firstRows, Index(50));
        QCOMPARE(shown.panel.differences()->front().secondRows, Index(71));
        // A selection is another matter.
        shown.select(3, 9);
        QVERIFY(shown.panel.hasResult());
        // With itself, a group has nothing to tell.
        groups.setRows(1, stretch(178, 0, 59));
        QVERIFY(shown.waitForResult());
        QVERIFY(shown.panel.differences()->empty());
        groups.remove(1);
        QCOMPARE(shown.secondSide.currentIndex(), 0);
        groups.remove(0);
        QVERIFY(!shown.firstSide.isVisible());
        QVERIFY(shown.waitForResult());
        QCOMPARE(shown.panel.differences()->front().firstRows, Index(6));
    }

    void followsTheSelectionAndStartsNothingWhileHidden() {
        Shown shown("wine");
        shown.select(0, 59);
        shown.select(0, 20);
        shown.select(130, 178);
        QVERIFY(shown.waitForResult());
        QCOMPARE(shown.panel.differences()->front().firstRows, Index(48));
        shown.panel.hide();
        shown.select(0, 10);
        QVERIFY(!shown.panel.isComputing());
        shown.panel.show();
        QVERIFY(shown.waitForResult());
        QCOMPARE(shown.panel.differences()->front().firstRows, Index(10));
    }

    void anotherTableVoidsWhatIsComputed() {
        Shown shown("wine");
        shown.select(0, 59);
        const TrainedSample other = trainSample("iris", 1);
        shown.explored.viewState.setDataset(other.data->dataset, std::nullopt);
        shown.explored.exploration.setData(other.data);
        QVERIFY(!shown.panel.hasResult() && !shown.panel.isComputing());
        shown.select(0, 50);
        QVERIFY(shown.waitForResult());
        QCOMPARE(shown.panel.differences()->front().firstRows, Index(50));
        QVERIFY(shown.panel.differences()->size() <= 5);
    }
};

QTEST_MAIN(WhyPanelTest)
#include "why_panel_test.moc"
