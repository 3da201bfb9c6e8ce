#include "ui/explore/details_panel.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/explored.h"
#include "ui/explore/bring_into_view.h"
#include "ui/explore/row_overlay.h"
#include "ui/panels/row_table.h"
#include "ui/plots/latent_scatter_view.h"
#include "ui/plots/scatter_canvas.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

using Model = ReconstructionModel;

/// The panel beside a map with the row's marks.
struct Desk : Explored {
    explicit Desk(const std::string& name) : Explored(name) { open(); }
    Desk() { open(); }

    void open() {
        map.resize(500, 400);
        map.setSnapshot(exploration.snapshot());
        map.show();
        panel.resize(300, 500);
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
    }

    RowTable& cells() const { return *panel.findChild<RowTable*>(); }
    QTabBar& tabs() const { return *panel.findChild<QTabBar*>(); }
    QTableView& list(const QString& name) const {
        for (QTableView* const view : panel.findChildren<QTableView*>())
            if (view->accessibleName() == name)
                return *view;
        qFatal("no such list");
    }
    QToolButton& restore() const { return *panel.findChild<QToolButton*>("restore"); }
    QString cell(int line, Model::Section section) const {
        return cells().model()->index(line, section).data().toString();
    }
    QStringList visibleWords() const {
        QStringList words;
        for (const QLabel* const label : panel.findChildren<QLabel*>())
            if (label->isVisible())
                words << label->text();
        return words;
    }
    bool says(const QString& text) const { return visibleWords().join('\n').contains(text); }

    /// As a person does: a double click, the new text, and Enter.
    QLineEdit* openEditor(int line) {
        const QModelIndex index = cells().model()->index(line, Model::Original);
        const QPoint place = cells().visualRect(index).center();
        QTest::mouseClick(cells().viewport(), Qt::LeftButton, {}, place);
        QTest::mouseDClick(cells().viewport(), Qt::LeftButton, {}, place);
        return cells().viewport()->findChild<QLineEdit*>();
    }
    void edit(int line, const QString& text) {
        QLineEdit* const editor = openEditor(line);
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClick(editor, Qt::Key_Delete);
        QTest::keyClicks(editor, text);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_VERIFY(!cells().viewport()->findChild<QLineEdit*>());
    }
    void chooseTab(int tab) { QTest::mouseClick(&tabs(), Qt::LeftButton, {}, tabs().tabRect(tab).center()); }

    CellEdits edits{exploration};
    LatentScatterView map{viewState};
    RowOverlay* overlay = new RowOverlay(exploration, edits, map);
    DetailsPanel panel{exploration, edits};
};

}  // namespace

class DetailsPanelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void eachEmptyStateIsTold() {
        Desk desk;
        QVERIFY(desk.says("Train a model first"));
        desk.show(trainSample("iris", 1));
        QVERIFY(desk.says("Click a point"));
        desk.viewState.setSelectedRow(3);
        QTRY_VERIFY(desk.says("Row 4"));
        desk.viewState.setSelectedRow(std::nullopt);
        QVERIFY(desk.says("Click a point"));
        desk.exploration.setData(nullptr);
        QVERIFY(desk.says("Train a model first"));
    }

    void allCellsStandBesideTheirReconstruction() {
        Desk desk("penguins");
        const QAbstractItemModelTester tester(desk.cells().model(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        desk.viewState.setSelectedRow(0);
        QTRY_COMPARE(desk.cell(0, Model::Original), "Torgersen");
        QVERIFY(desk.says("Row 1 · species: Adelie"));
        const RowReconstruction row =
            reconstructRow(*desk.sample.data->dataset, desk.sample.data->preprocessor,
                           desk.sample.data->table, *desk.sample.model, 0);
        QVERIFY(std::abs(desk.cell(1, Model::Reconstruction).toDouble() - row.cells[1].reconstruction.value) <
                0.06);
        QVERIFY(std::abs(desk.cell(1, Model::Error).toDouble() - (row.cells[1].reconstruction.value - 39.1)) <
                0.06);
        // The label is not learned, and stands there all the same.
        const int last = desk.cells().model()->rowCount() - 1;
        QCOMPARE(desk.cells().model()->rowCount(), int(desk.viewState.dataset()->columns().size()));
        QCOMPARE(desk.cell(last, Model::Name), "species");
        QCOMPARE(desk.cell(last, Model::Original), "Adelie");
        QCOMPARE(desk.cell(last, Model::Reconstruction), "");
    }

    void thePosteriorIsThatOfTheEncoder() {
        Desk desk("iris");
        desk.viewState.setSelectedRow(70);
        desk.chooseTab(1);
        const QAbstractItemModel& model = *desk.list("Posterior of the row").model();
        QTRY_COMPARE(model.rowCount(), int(desk.sample.model->vae->latent()));
        const RowDetails details = rowDetails(*desk.sample.data->dataset, desk.sample.data->preprocessor,
                                              desk.sample.data->table, *desk.sample.model, 70);
        for (int i = 0; i < model.rowCount(); ++i) {
            const auto number = [&](int section) {
                return model.index(i, section).data().toString().toDouble();
            };
            QVERIFY(std::abs(number(PosteriorModel::Mean) - double(details.mean[i])) < 6e-4);
            QVERIFY(std::abs(number(PosteriorModel::Deviation) - double(details.deviation[i])) < 6e-4);
            QVERIFY(std::abs(number(PosteriorModel::Kl) - double(details.kl[i])) < 6e-4);
        }
    }

    void aClickOnANeighbourGoesThere() {
        Desk desk("iris");
        desk.viewState.setSelectedRow(70);
        desk.chooseTab(2);
        QTableView& nearest = desk.list("Rows nearest in the latent space");
        QTRY_COMPARE(nearest.model()->rowCount(), int(NeighbourSearch::kNeighbours));
        // By looking at every row.
        const Matrix& means = desk.exploration.snapshot()->means;
        Index best = 0;
        double smallest = HUGE_VAL;
        for (Index row = 0; row < means.cols(); ++row) {
            const double distance = double((means.col(row) - means.col(70)).norm());
            if (row != 70 && distance < smallest) {
                smallest = distance;
                best = row;
            }
        }
        const QString title = nearest.model()->index(0, 0).data().toString();
        QVERIFY(title.startsWith(QString("Row %1 ").arg(best + 1)));
        QVERIFY(std::abs(nearest.model()->index(0, 1).data().toString().toDouble() - smallest) < 6e-4);

        QSignalSpy chosen(&desk.panel, &DetailsPanel::rowChosen);
        QTest::mouseClick(nearest.viewport(), Qt::LeftButton, {},
                          nearest.visualRect(nearest.model()->index(0, 0)).center());
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(desk.viewState.selectedRow(), std::optional<Index>(best));
        QCOMPARE(desk.viewState.selection().rows().members(), (RowList{best}));
        QTRY_VERIFY(nearest.model()->index(0, 0).data().toString() != title);
    }

    void theFieldGoesFromRowToRow() {
        Desk desk("penguins");
        auto* const field = desk.panel.findChild<QLineEdit*>();
        QTest::keyClicks(field, "chinstrap");
        QTest::keyClick(field, Qt::Key_Return);
        // Chinstraps are the last 68 of 344 rows.
        QTRY_COMPARE(desk.viewState.selectedRow(), std::optional<Index>(276));
        QTRY_VERIFY(desk.says("1 of 68 rows"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(desk.viewState.selectedRow(), std::optional<Index>(277));
        QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(desk.viewState.selectedRow(), std::optional<Index>(343));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(desk.viewState.selectedRow(), std::optional<Index>(276));
        field->selectAll();
        QTest::keyClicks(field, "body_mass_g = 6300");
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(desk.viewState.selectedRow(), std::optional<Index>(169));
        field->selectAll();
        QTest::keyClicks(field, "bill > 3");
        QTRY_VERIFY(desk.says("bill"));
        field->selectAll();
        QTest::keyClicks(field, "walrus");
        QTRY_VERIFY(desk.says("No row has this"));
        QCOMPARE(desk.viewState.selectedRow(), std::optional<Index>(169));
    }

    void aRowOutOfViewIsBroughtIntoView() {
        Desk desk("iris");
        desk.map.lookAt({{100, 110}, {100, 110}});
        desk.viewState.setSelectedRow(5);
        bringIntoView(desk.map, desk.exploration.place());
        const PlotTransform shown = desk.map.canvas().transform();
        const QPointF point = desk.map.plane().of(desk.exploration.place());
        QVERIFY(std::abs(shown.x.centre() - point.x()) < 1e-6);
        QVERIFY(std::abs(shown.y.centre() - point.y()) < 1e-6);
        QVERIFY(std::abs(shown.x.span() - 10) < 1e-6);
    }

    void theMapShowsWhereTheRowLies() {
        Desk desk("iris");
        QVERIFY(!desk.overlay->ellipse());
        desk.viewState.setSelectedRow(30);
        QTRY_VERIFY(desk.overlay->ellipse());
        const RowDetails details = rowDetails(*desk.sample.data->dataset, desk.sample.data->preprocessor,
                                              desk.sample.data->table, *desk.sample.model, 30);
        QCOMPARE(desk.overlay->ellipse()->centre, QPointF(details.mean[0], details.mean[1]));
        QVERIFY(std::abs(desk.overlay->ellipse()->first.x() - double(details.deviation[0])) < 1e-6);
        QVERIFY(!desk.overlay->tablePlace());
        desk.viewState.setSelectedRow(std::nullopt);
        QVERIFY(!desk.overlay->ellipse());
    }

    void anEditedCellMovesThePointAndUndoBringsItBackExactly() {
        Desk desk("penguins");
        desk.viewState.setSelectedRow(0);
        QTRY_COMPARE(desk.cell(1, Model::Original), "39.1");
        QTRY_VERIFY(desk.overlay->ellipse());
        const PosteriorEllipse before = *desk.overlay->ellipse();
        const QString reconstruction = desk.cell(1, Model::Reconstruction);
        QVERIFY(!desk.restore().isVisible());

        desk.edit(1, "58");
        QTRY_COMPARE(desk.cell(1, Model::Original), "58.0");
        QTRY_VERIFY(desk.overlay->tablePlace());
        QCOMPARE(*desk.overlay->tablePlace(), before.centre);
        QVERIFY(desk.overlay->ellipse()->centre != before.centre);
        QVERIFY(desk.cell(1, Model::Reconstruction) != reconstruction);
        QVERIFY(desk.says("1 cell"));
        QVERIFY(desk.cells().model()->index(1, Model::Original).data(Qt::FontRole).value<QFont>().bold());
        // The table itself is as it was.
        QCOMPARE(
            desk.viewState.dataset()->column(*desk.viewState.dataset()->indexOf("bill_length_mm")).values[0],
            39.1);

        desk.undoStack.undo();
        QTRY_VERIFY(!desk.overlay->tablePlace());
        QCOMPARE(desk.overlay->ellipse()->centre.x(), before.centre.x());
        QCOMPARE(desk.overlay->ellipse()->centre.y(), before.centre.y());
        QVERIFY(desk.overlay->ellipse()->first == before.first &&
                desk.overlay->ellipse()->second == before.second);
        QTRY_COMPARE(desk.cell(1, Model::Original), "39.1");
        QCOMPARE(desk.cell(1, Model::Reconstruction), reconstruction);

        desk.undoStack.redo();
        QTRY_COMPARE(desk.cell(1, Model::Original), "58.0");
    }

    void writingTheOldValueAgainIsNoEdit() {
        Desk desk("penguins");
        desk.viewState.setSelectedRow(0);
        QTRY_COMPARE(desk.cell(1, Model::Original), "39.1");
        desk.edit(1, "50");
        QTRY_VERIFY(desk.overlay->tablePlace());
        desk.edit(1, "39.1");
        QTRY_VERIFY(!desk.overlay->tablePlace());
        QVERIFY(desk.edits.of(0).empty());
        QCOMPARE(desk.undoStack.count(), 2);
    }

    void everyCellIsRestoredAtOnce() {
        Desk desk("penguins");
        desk.viewState.setSelectedRow(3);
        QTRY_COMPARE(desk.cell(1, Model::Original), "missing");
        desk.edit(1, "50");
        desk.edit(0, "dream");
        desk.edit(6, "");
        QTRY_VERIFY(desk.says("3 cell"));
        QCOMPARE(desk.cell(0, Model::Original), "Dream");
        QCOMPARE(desk.cell(6, Model::Original), "missing");
        QTest::mouseClick(&desk.restore(), Qt::LeftButton);
        QTRY_COMPARE(desk.cell(1, Model::Original), "missing");
        QVERIFY(desk.edits.of(3).empty());
        desk.undoStack.undo();
        QCOMPARE(desk.edits.of(3).size(), std::size_t(3));
    }

    void undoGoesToTheRowThatItChanges() {
        Desk desk("penguins");
        desk.viewState.setSelectedRow(0);
        QTRY_COMPARE(desk.cell(1, Model::Original), "39.1");
        desk.edit(1, "50");
        desk.viewState.setSelectedRow(9);
        desk.undoStack.undo();
        QCOMPARE(desk.viewState.selectedRow(), std::optional<Index>(0));
        QVERIFY(desk.edits.of(0).empty());
    }

    void whatACellCannotBeIsRefusedBesideTheField() {
        Desk desk("penguins");
        desk.viewState.setSelectedRow(0);
        QTRY_COMPARE(desk.cell(1, Model::Original), "39.1");
        QLineEdit* const editor = desk.openEditor(1);
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClicks(editor, "long");
        const auto* const complaint = desk.cells().viewport()->findChild<QLabel*>("complaint");
        QVERIFY(complaint && complaint->isVisible());
        QVERIFY(complaint->text().contains("no number"));
        QTest::keyClick(editor, Qt::Key_Return);
        QVERIFY(editor->isVisible());
        QVERIFY(desk.edits.of(0).empty());
        editor->selectAll();
        QTest::keyClicks(editor, "41");
        QVERIFY(!complaint->isVisible());
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(desk.cell(1, Model::Original), "41.0");
        QTRY_VERIFY(!desk.cells().viewport()->findChild<QLineEdit*>());
        // Escape leaves it as it is.
        QLineEdit* const again = desk.openEditor(0);
        again->selectAll();
        QTest::keyClicks(again, "Mars");
        QTest::keyClick(again, Qt::Key_Escape);
        QTRY_COMPARE(desk.cell(0, Model::Original), "Torgersen");
        QCOMPARE(desk.undoStack.count(), 1);
    }

    void columnsThatAreNotLearnedCannotBeEdited() {
        Desk desk("penguins");
        desk.viewState.setSelectedRow(0);
        QTRY_COMPARE(desk.cell(1, Model::Original), "39.1");
        const QAbstractItemModel& model = *desk.cells().model();
        QVERIFY(!(model.index(model.rowCount() - 1, Model::Original).flags() & Qt::ItemIsEditable));
        QVERIFY(!(model.index(0, Model::Reconstruction).flags() & Qt::ItemIsEditable));
    }

    void aReplacedTableLeavesNothingBehind() {
        Desk desk("penguins");
        desk.viewState.setSelectedRow(200);
        QTRY_VERIFY(desk.says("Row 201"));
        desk.edit(1, "50");
        desk.openEditor(2);
        desk.show(trainSample("iris", 1));
        QVERIFY(desk.says("Click a point"));
        QVERIFY(!desk.overlay->ellipse());
        // What was done to the other table is no step any more.
        desk.undoStack.undo();
        QVERIFY(desk.edits.of(200).empty());
        QVERIFY(!desk.viewState.selectedRow());
        desk.viewState.setSelectedRow(149);
        QTRY_COMPARE(desk.cell(0, Model::Original), "5.9");
    }

    void oddTablesAreShownToo_data() {
        QTest::addColumn<int>("latent");
        QTest::newRow("one latent dimension") << 1;
        QTest::newRow("128 latent dimensions") << 128;
    }
    void oddTablesAreShownToo() {
        QFETCH(int, latent);
        Desk desk;
        // The first row has no cell at all, the last column no value.
        desk.Explored::show(tableFrom("a,b,none\n,,\n1,2,\n3,5,\n4,1,\n8,2,\n9,6,\n"), latent, {0, 1, 2});
        desk.map.setSnapshot(desk.exploration.snapshot());
        desk.viewState.setSelectedRow(0);
        QTRY_COMPARE(desk.cell(0, Model::Original), "missing");
        desk.chooseTab(1);
        QCOMPARE(desk.list("Posterior of the row").model()->rowCount(), latent);
        desk.chooseTab(2);
        QTRY_COMPARE(desk.list("Rows nearest in the latent space").model()->rowCount(), 5);
        QTRY_VERIFY(desk.overlay->ellipse());
        desk.panel.grab();
        desk.map.grab();
    }

    void nothingIsComputedWhileNobodyLooks() {
        Desk desk("iris");
        desk.panel.hide();
        desk.viewState.setSelectedRow(3);
        QTRY_VERIFY(desk.overlay->ellipse());
        QCOMPARE(desk.cell(0, Model::Original), "");
        desk.panel.show();
        QTRY_COMPARE(desk.cell(0, Model::Original), "4.6");
    }
};

QTEST_MAIN(DetailsPanelTest)
#include "details_panel_test.moc"
