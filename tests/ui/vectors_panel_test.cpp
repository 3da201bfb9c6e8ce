#include "ui/explore/vectors_panel.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <numeric>

#include "tests/support/explored.h"
#include "ui/panels/reconstruction_bars.h"
#include "ui/panels/row_line_view.h"
#include "ui/panels/row_table.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

using Model = ReconstructionModel;

struct Desk : Explored {
    explicit Desk(const std::string& name) : Explored(name) { open(); }
    Desk() { open(); }

    void open() {
        panel.resize(320, 600);
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
    }
    void select(const RowList& rows) {
        viewState.selection().apply(RowSet(viewState.dataset()->rows(), rows), SelectionMode::Replace);
    }
    QList<RowCard*> cards() const {
        QList<RowCard*> visible;
        for (RowCard* const card : panel.findChildren<RowCard*>())
            if (card->isVisibleTo(&panel))
                visible << card;
        return visible;
    }
    RowList rows() const {
        RowList rows;
        for (const RowCard* const card : cards())
            rows.push_back(card->row());
        std::ranges::sort(rows);
        return rows;
    }
    QToolButton& button(const QString& text) const {
        for (QToolButton* const button : panel.findChildren<QToolButton*>())
            if (button->text() == text || button->toolTip() == text)
                return *button;
        qFatal("no such button");
    }
    void click(const QString& text) { QTest::mouseClick(&button(text), Qt::LeftButton); }
    template <class View>
    View& view() const {
        return *cards().front()->findChild<View*>();
    }
    bool says(const QString& text) const {
        for (const QLabel* const label : panel.findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(text))
                return true;
        return false;
    }

    CellEdits edits{exploration};
    VectorsPanel panel{exploration, edits};
};

/// Rows of so many columns p0, p1 …: the column's number, in the second row 100 more.
DatasetPtr pixels(int columns) {
    return wideNumbers(columns, 6);
}

std::vector<Index> firstColumns(int count) {
    std::vector<Index> columns(static_cast<std::size_t>(count));
    std::iota(columns.begin(), columns.end(), Index(0));
    return columns;
}

}  // namespace

class VectorsPanelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void eachEmptyStateIsTold() {
        Desk desk;
        QVERIFY(desk.says("Train a model first"));
        desk.show(trainSample("iris", 1));
        QVERIFY(desk.says("Click a point"));
        desk.viewState.setSelectedRow(3);
        QTRY_COMPARE(desk.rows(), (RowList{3}));
        desk.exploration.setData(nullptr);
        QVERIFY(desk.says("Train a model first"));
    }

    void theCurrentRowAndTheSelectedOnesAreShown() {
        Desk desk("iris");
        desk.select({10, 20, 30});
        QTRY_COMPARE(desk.rows(), (RowList{10, 20, 30}));
        desk.viewState.setSelectedRow(20);
        QTRY_COMPARE(desk.cards().front()->row(), Index(20));
        QCOMPARE(desk.rows(), (RowList{10, 20, 30}));
        desk.viewState.setSelectedRow(5);
        QTRY_COMPARE(desk.rows(), (RowList{5, 10, 20, 30}));
        desk.viewState.selection().clear();
        QTRY_COMPARE(desk.rows(), (RowList{5}));
        QVERIFY(desk.says("Row 6 · species: setosa"));
    }

    void manyRowsArePagedThrough() {
        Desk desk("iris");
        RowList rows(20);
        std::iota(rows.begin(), rows.end(), Index(40));
        desk.select(rows);
        QTRY_COMPARE(desk.rows(), RowList(rows.begin(), rows.begin() + 8));
        QVERIFY(desk.says("1–8 of 20"));
        QVERIFY(!desk.button("The rows before these").isEnabled());
        desk.click("The rows after these");
        desk.click("The rows after these");
        QTRY_COMPARE(desk.rows(), RowList(rows.begin() + 16, rows.end()));
        QVERIFY(desk.says("17–20 of 20"));
        QVERIFY(!desk.button("The rows after these").isEnabled());
        desk.click("The rows before these");
        QTRY_COMPARE(desk.rows(), RowList(rows.begin() + 8, rows.begin() + 16));
    }

    void aRowIsShownInEachWay() {
        Desk desk("penguins");
        desk.viewState.setSelectedRow(0);
        QTRY_COMPARE(desk.rows(), (RowList{0}));
        QVERIFY(desk.view<ReconstructionBars>().isVisible());
        desk.click("Line");
        QVERIFY(desk.view<RowLineView>().isVisible());
        desk.click("Table");
        QVERIFY(desk.view<RowTable>().isVisible());
        desk.click("Image");
        QVERIFY(desk.view<ImagePairView>().isVisible());
        QVERIFY(desk.panel.findChild<QSpinBox*>("width")->isVisible());
        desk.click("Bars");
        QVERIFY(desk.view<ReconstructionBars>().isVisible());
        QVERIFY(!desk.panel.findChild<QSpinBox*>("width")->isVisible());
    }

    void theReconstructionIsThatOfTheRowsMean() {
        Desk desk("digits");
        desk.viewState.setSelectedRow(17);
        QTRY_COMPARE(desk.rows(), (RowList{17}));
        const ReconstructionModel& lines = desk.cards().front()->lines();
        const Posteriors posterior =
            encodeRows(desk.sample.data->table, *desk.sample.model, std::vector<Index>{17});
        const std::vector<DecodedCell> decoded =
            decodeRows(desk.sample.data->preprocessor, *desk.sample.model, posterior.mean).front();
        for (std::size_t i = 0; i < decoded.size(); ++i)
            QVERIFY(std::abs(lines.reconstruction()->cells[i].reconstruction.value - decoded[i].value) <
                    1e-4);
    }

    void tablesOfPicturesAreShownAsSuch() {
        Desk desk("digits");
        desk.viewState.setSelectedRow(0);
        QTRY_COMPARE(desk.rows(), (RowList{0}));
        const ImagePairView& image = desk.view<ImagePairView>();
        QVERIFY(image.isVisible());
        QCOMPARE(image.picture(ImagePairView::Original).size(), QSize(8, 8));
        QCOMPARE(desk.panel.findChild<QSpinBox*>("width")->value(), 8);
    }

    void thePicturesSizeIsGuessedAndCanBeChanged() {
        Desk desk;
        desk.show(pixels(12), 2, firstColumns(12));
        desk.viewState.setSelectedRow(1);
        QTRY_COMPARE(desk.rows(), (RowList{1}));
        desk.click("Image");
        const ImagePairView& image = desk.view<ImagePairView>();
        QCOMPARE(image.picture(ImagePairView::Original).size(), QSize(4, 3));
        auto* const width = desk.panel.findChild<QSpinBox*>("width");
        width->setFocus();
        width->selectAll();
        QTest::keyClicks(width, "5");
        QTest::keyClick(width, Qt::Key_Return);
        QCOMPARE(image.picture(ImagePairView::Original).size(), QSize(5, 3));
        QVERIFY(desk.says("3 pixel"));
        // Pixels without a column stay empty.
        QCOMPARE(qAlpha(image.picture(ImagePairView::Original).pixel(4, 2)), 0);
        QCOMPARE(qAlpha(image.picture(ImagePairView::Original).pixel(1, 2)), 255);
        QTest::keyClick(width, Qt::Key_Down);
        QTest::keyClick(width, Qt::Key_Down);
        QVERIFY(desk.says("3 column"));
        QTest::keyClick(width, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(width, "500");
        QTest::keyClick(width, Qt::Key_Return);
        QVERIFY(width->value() <= kLargestSide);
    }

    void columnsCanBeTheColoursOfPixels() {
        Desk desk;
        desk.show(pixels(12), 2, firstColumns(12));
        desk.viewState.setSelectedRow(0);
        QTRY_COMPARE(desk.rows(), (RowList{0}));
        desk.click("Image");
        desk.panel.findChild<QSpinBox*>("width")->setValue(2);
        desk.panel.findChild<QSpinBox*>("height")->setValue(2);
        auto* const channels = desk.panel.findChild<QComboBox*>();
        const ImagePairView& image = desk.view<ImagePairView>();
        QTest::keyClick(channels, Qt::Key_Down);
        // Columns 0, 1, 2 of twelve that rise evenly are the colours of the first pixel.
        const QRgb byPixel = image.picture(ImagePairView::Original).pixel(0, 0);
        QTest::keyClick(channels, Qt::Key_Down);
        // Columns 0, 4, 8.
        const QRgb byPlane = image.picture(ImagePairView::Original).pixel(0, 0);
        QCOMPARE(qRed(byPixel), qRed(byPlane));
        QVERIFY(qGreen(byPixel) > qRed(byPixel) && qBlue(byPixel) > qGreen(byPixel));
        QVERIFY(qGreen(byPlane) > qBlue(byPixel) && qBlue(byPlane) > qGreen(byPlane));
        QVERIFY(!desk.says("no pixel") && !desk.says("no column"));
    }

    void likeColumnsShareAScaleInTheLine() {
        Desk digits("digits");
        digits.viewState.setSelectedRow(0);
        QTRY_COMPARE(digits.rows(), (RowList{0}));
        digits.click("Line");
        const RowLineView& line = digits.view<RowLineView>();
        QCOMPARE(line.sharedScale(), std::optional<Range>(Range{0, 16}));
        // The first digit begins 0 0 5 13 9.
        QVERIFY(line.originalAt(3).y() < line.originalAt(2).y());
        QCOMPARE(line.originalAt(0).y(), line.originalAt(1).y());
        QVERIFY(line.originalAt(63).x() > line.originalAt(0).x());
        line.parentWidget()->grab();

        Desk penguins("penguins");
        penguins.viewState.setSelectedRow(3);
        QTRY_COMPARE(penguins.rows(), (RowList{3}));
        penguins.click("Line");
        QVERIFY(!penguins.view<RowLineView>().sharedScale());
        // A line with gaps.
        penguins.panel.grab();
    }

    void aCellEditedInTheTableIsFollowedAndUndone() {
        Desk desk("penguins");
        desk.viewState.setSelectedRow(0);
        QTRY_COMPARE(desk.rows(), (RowList{0}));
        desk.click("Table");
        RowTable& table = desk.view<RowTable>();
        const QModelIndex bill = table.model()->index(1, Model::Original);
        const QModelIndex restored = table.model()->index(1, Model::Reconstruction);
        const QString before = restored.data().toString();
        const QPoint place = table.visualRect(bill).center();
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, place);
        QTest::mouseDClick(table.viewport(), Qt::LeftButton, {}, place);
        auto* const editor = table.viewport()->findChild<QLineEdit*>();
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClicks(editor, "58");
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(bill.data().toString(), "58.0");
        QVERIFY(restored.data().toString() != before);
        QVERIFY(desk.says("edited"));
        auto* const restore = desk.panel.findChild<QToolButton*>("restore");
        QVERIFY(restore->isVisible());
        QTest::mouseClick(restore, Qt::LeftButton);
        QTRY_COMPARE(bill.data().toString(), "39.1");
        QCOMPARE(restored.data().toString(), before);
        desk.undoStack.undo();
        QTRY_COMPARE(bill.data().toString(), "58.0");
        desk.undoStack.undo();
        QTRY_COMPARE(bill.data().toString(), "39.1");
    }

    void intervalsAreShownWhereThereIsRoom() {
        Desk desk("penguins");
        desk.viewState.setSelectedRow(0);
        QTRY_COMPARE(desk.rows(), (RowList{0}));
        desk.click("Table");
        RowTable& table = desk.view<RowTable>();
        QVERIFY(table.isColumnHidden(Model::Interval));
        desk.panel.resize(700, 600);
        QTRY_VERIFY(!table.isColumnHidden(Model::Interval));
        const RowDetails details = rowDetails(*desk.sample.data->dataset, desk.sample.data->preprocessor,
                                              desk.sample.data->table, *desk.sample.model, 0);
        const QStringList ends = table.model()->index(1, Model::Interval).data().toString().split(" … ");
        QCOMPARE(ends.size(), 2);
        QVERIFY(std::abs(ends[0].toDouble() - details.reconstruction.cells[1].interval->lower) < 0.06);
        QVERIFY(std::abs(ends[1].toDouble() - details.reconstruction.cells[1].interval->upper) < 0.06);
        QCOMPARE(table.model()->index(0, Model::Interval).data().toString(), "");
    }

    void largestErrorsComeFirstIfAsked() {
        Desk desk("penguins");
        desk.select({0, 100});
        QTRY_COMPARE(desk.cards().size(), 2);
        desk.click("By error");
        for (const RowCard* const card : desk.cards()) {
            const ReconstructionModel& lines = card->lines();
            const auto error = [&lines](int line) {
                return lines.index(line, 0).data(Model::RelativeErrorRole).toDouble();
            };
            QVERIFY(error(0) >= error(1) && error(1) >= error(2));
        }
    }

    void aClickOnATitleGoesToTheRow() {
        Desk desk("iris");
        desk.select({10, 20});
        QTRY_COMPARE(desk.cards().size(), 2);
        RowCard* card = nullptr;
        for (RowCard* const shown : desk.cards())
            card = shown->row() == 20 ? shown : card;
        QSignalSpy chosen(&desk.panel, &VectorsPanel::rowChosen);
        QTest::mouseClick(card, Qt::LeftButton, {}, QPoint(20, 4));
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(desk.viewState.selectedRow(), std::optional<Index>(20));
    }

    void oddTablesAreShownToo_data() {
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("latent");
        QTest::newRow("one column") << 1 << 1;
        QTest::newRow("128 latent dimensions") << 3 << 128;
        QTest::newRow("20,000 columns") << 20'000 << 2;
    }
    void oddTablesAreShownToo() {
        QFETCH(int, columns);
        QFETCH(int, latent);
        Desk desk;
        desk.show(pixels(columns), latent, firstColumns(columns));
        desk.select({0, 1, 2});
        QTRY_COMPARE(desk.cards().size(), 3);
        for (const char* const look : {"Bars", "Line", "Table", "Image"}) {
            desk.click(look);
            desk.panel.grab();
        }
    }

    void aRowOfMissingCellsIsShown() {
        Desk desk;
        desk.show(tableFrom("a,b,none\n,,\n1,2,\n3,5,\n4,1,\n8,2,\n9,6,\n"), 2, {0, 1, 2});
        desk.viewState.setSelectedRow(0);
        QTRY_VERIFY(desk.says("every value is missing"));
        for (const char* const look : {"Bars", "Line", "Table", "Image"}) {
            desk.click(look);
            desk.panel.grab();
        }
    }

    void aReplacedTableLeavesNothingBehind() {
        Desk desk("digits");
        desk.select({100, 200, 1000});
        QTRY_COMPARE(desk.cards().size(), 3);
        desk.show(trainSample("iris", 1));
        QVERIFY(desk.says("Click a point"));
        desk.viewState.setSelectedRow(149);
        QTRY_COMPARE(desk.rows(), (RowList{149}));
        QVERIFY(desk.view<ReconstructionBars>().isVisible());
    }
};

QTEST_MAIN(VectorsPanelTest)
#include "vectors_panel_test.moc"
