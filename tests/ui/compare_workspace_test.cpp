// The runs of a table side by side, driven as a person would.

#include "ui/compare/compare_workspace.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>
#include <cmath>

#include "tests/support/tables.h"
#include "ui/compare/current_run_button.h"
#include "ui/plots/curve_header.h"
#include "ui/plots/scatter_canvas.h"
#include "ui/plots/scatter_layer.h"
#include "ui/plots/scatter_legend.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// A cloud of points that is turned by `angle`; row i of the table is point i.
LatentSnapshotPtr turnedCloud(quint64 run, double angle, Index rows = 60, double size = 1) {
    auto snapshot = std::make_shared<LatentSnapshot>();
    snapshot->run = run;
    snapshot->epoch = 7;
    snapshot->totalRows = 150;
    RowList list;
    snapshot->means.resize(2, rows);
    for (Index i = 0; i < rows; ++i) {
        list.push_back(i);
        // A spiral, which no rotation leaves as it is.
        const double along = 4 * double(i) / 60;
        const double x = along * std::cos(along), y = 0.5 * along * std::sin(along);
        snapshot->means(0, i) = Scalar(size * (std::cos(angle) * x - std::sin(angle) * y));
        snapshot->means(1, i) = Scalar(size * (std::sin(angle) * x + std::cos(angle) * y));
    }
    snapshot->rows = std::make_shared<const RowList>(std::move(list));
    return snapshot;
}

/// The workspace on iris, with runs that were never trained.
struct Desk {
    ViewState viewState;
    TrainingController controller;
    HyperparameterEdits edits{controller};
    CompareWorkspace workspace{viewState, controller, edits};
    RunList& runs = controller.runs();
    RunMaps& maps = workspace.maps();
    QTableView& table = *workspace.table().findChild<QTableView*>();

    Desk() {
        const DatasetPtr dataset = readSample("iris");
        viewState.setDataset(dataset, 4);
        workspace.resize(1200, 700);
        workspace.show();
        // Shortcuts need it.
        if (!QTest::qWaitForWindowActive(&workspace))
            qWarning("the window does not become active");
    }

    /// Numbered from 1.
    void addRun(double angle, const Hyperparameters& hyperparameters = {}, double size = 1) {
        const quint64 run = runs.runs().size() + 1;
        runs.add({.run = run, .hyperparameters = hyperparameters});
        runs.setSnapshot(turnedCloud(run, angle, 60, size));
    }

    RunMap& map(int place) { return *maps.maps().at(std::size_t(place)); }
    ScatterCanvas& canvas(int place) { return map(place).view().canvas(); }
    bool allShown() const {
        return std::ranges::all_of(maps.maps(), [](const RunMap* map) { return map->snapshot() != nullptr; });
    }
    QPoint cell(int row, int section) const {
        return table.visualRect(table.model()->index(row, section)).center();
    }
    void click(int row, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mouseClick(table.viewport(), Qt::LeftButton, modifiers, cell(row, RunTableModel::State));
    }
    /// The entry of the context menu for the selected runs.
    QAction* entry(const QString& text) {
        menu.clear();
        workspace.table().fillMenu(menu);
        for (QAction* const action : menu.actions())
            if (action->text().remove('&') == text)
                return action;
        return nullptr;
    }
    QMessageBox* question() const { return workspace.findChild<QMessageBox*>(); }
    QStringList names() const {
        QStringList names;
        for (const RunRecord& record : runs.runs())
            names << record.name;
        return names;
    }

    QMenu menu;
};

/// Opens iris for real and trains it for some epochs.
void train(TrainingController& controller, std::int64_t epochs) {
    controller.setHyperparameter(hyperparameterSpec("epochs"), epochs);
    controller.run();
    QTRY_VERIFY(controller.state() == RunState::Finished);
}

}  // namespace

class CompareWorkspaceTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void saysWhatIsMissing() {
        Desk desk;
        desk.addRun(0);
        QVERIFY(desk.maps.message().contains("Train a second run"));
        desk.addRun(1);
        QVERIFY(desk.maps.message().contains("Laid over Run 1"));
        desk.runs.setVisible(2, false);
        QVERIFY(desk.maps.message().contains("Tick another run"));
        desk.runs.setVisible(1, false);
        QCOMPARE(desk.maps.maps().size(), std::size_t(0));
        QVERIFY(desk.maps.message().isEmpty());
        bool asksForOne = false;
        for (const QLabel* const label : desk.maps.findChildren<QLabel*>())
            asksForOne = asksForOne || (label->isVisible() && label->text().contains("No run is shown"));
        QVERIFY(asksForOne);
    }

    void runsThatAreTurnedAreLaidOverTheFirst() {
        Desk desk;
        desk.addRun(0);
        desk.addRun(2.5);
        QTRY_VERIFY(desk.allShown());
        QCOMPARE(desk.map(0).title(), "Run 1 · epoch 7");
        QCOMPARE(desk.map(0).remark(), "reference");
        QCOMPARE(desk.map(1).remark(), "R² 1.00");
        const auto first = desk.map(0).view().pointBounds();
        const auto second = desk.map(1).view().pointBounds();
        QVERIFY(first && second);
        QCOMPARE_LT(std::abs(first->x.min - second->x.min), 1e-4);
        QCOMPARE_LT(std::abs(first->y.max - second->y.max), 1e-4);
    }

    void smallerMapsStaySmallOnTheSameScale() {
        Desk desk;
        desk.addRun(0);
        desk.addRun(1, {}, 0.25);
        QTRY_VERIFY(desk.allShown());
        QCOMPARE(desk.map(1).remark(), "R² 1.00");
        QCOMPARE_LT(
            std::abs(desk.map(1).view().pointBounds()->x.span() / desk.map(0).view().pointBounds()->x.span() -
                     0.25),
            1e-4);
        QCOMPARE(desk.canvas(1).transform().x, desk.canvas(0).transform().x);
        QCOMPARE(desk.canvas(1).transform().y, desk.canvas(0).transform().y);
    }

    void anyRunMayBeTheReference() {
        Desk desk;
        desk.addRun(0);
        desk.addRun(1);
        desk.addRun(2);
        QTRY_VERIFY(desk.allShown());
        desk.click(2);
        desk.entry("Lay the other maps over this one")->trigger();
        QTRY_COMPARE(desk.map(2).remark(), "reference");
        QCOMPARE(desk.map(0).remark(), "R² 1.00");
        QVERIFY(desk.maps.message().contains("Laid over Run 3"));
        // Hidden, it cannot be one.
        desk.runs.setVisible(3, false);
        QTRY_COMPARE(desk.map(0).remark(), "reference");
    }

    void aHoveredRowIsMarkedInAllMaps() {
        Desk desk;
        desk.addRun(0);
        desk.addRun(2);
        QTRY_VERIFY(desk.allShown());
        desk.viewState.setHoveredRow(10);
        for (const int place : {0, 1})
            QVERIFY(desk.canvas(place).layer().hovered().has_value());
        // Both maps put the row at the same place, as they are laid over one another.
        const QPointF apart =
            desk.canvas(0).layer().hovered()->value - desk.canvas(1).layer().hovered()->value;
        QCOMPARE_LT(std::hypot(apart.x(), apart.y()), 1e-4);
    }

    void aPointClickedInOneMapIsSelectedInAll() {
        Desk desk;
        desk.addRun(0);
        desk.addRun(2);
        QTRY_VERIFY(desk.allShown());
        desk.viewState.setHoveredRow(59);
        ScatterCanvas& second = desk.canvas(1);
        const QPointF place = second.transform().toPixel(second.layer().hovered()->value);
        QTest::mouseClick(second.viewport(), Qt::LeftButton, {}, place.toPoint());
        QCOMPARE(desk.viewState.selectedRow(), std::optional<Index>(59));
        QVERIFY(desk.canvas(0).layer().selected().has_value());
    }

    void pointsMarkedInOneMapAreSelectedInAll() {
        Desk desk;
        desk.addRun(0);
        desk.addRun(2);
        QTRY_VERIFY(desk.allShown());
        const Selection& selection = desk.viewState.selection();
        ScatterCanvas& second = desk.canvas(1);
        QTest::keyClick(&second, Qt::Key_R);
        const QRect area = second.transform().area.toRect().adjusted(1, 1, -1, -1);
        QTest::mousePress(second.viewport(), Qt::LeftButton, {}, area.topLeft());
        QTest::mouseMove(second.viewport(), area.center());
        QTest::mouseMove(second.viewport(), area.bottomRight());
        QTest::mouseRelease(second.viewport(), Qt::LeftButton, {}, area.bottomRight());
        QCOMPARE(selection.rows().count(), Index(60));
        QTest::keyClick(&desk.canvas(0), Qt::Key_I);
        QCOMPARE(selection.rows().count(), selection.rows().rows() - 60);
        QTest::keyClick(&second, Qt::Key_E);
        QVERIFY(selection.rows().empty());
    }

    void zoomingOneMapZoomsAll() {
        Desk desk;
        desk.addRun(0);
        desk.addRun(2);
        QTRY_VERIFY(desk.allShown());
        const Range before = desk.canvas(0).transform().x;
        desk.canvas(1).setFocus();
        QTest::keyClick(&desk.canvas(1), Qt::Key_Plus);
        QTRY_COMPARE(desk.canvas(0).transform().x, desk.canvas(1).transform().x);
        QVERIFY(desk.canvas(0).transform().x.span() < before.span());
        // A newer snapshot leaves what a person has chosen.
        desk.runs.setSnapshot(turnedCloud(2, 1));
        const Range zoomed = desk.canvas(1).transform().x;
        QTRY_COMPARE(desk.map(1).snapshot(), desk.runs.find(2)->snapshot);
        QCOMPARE(desk.canvas(1).transform().x, zoomed);
        QTest::keyClick(&desk.canvas(1), Qt::Key_F);
        QTRY_COMPARE(desk.canvas(0).transform().x, before);
        QTRY_COMPARE(desk.canvas(1).transform().x, before);
    }

    void aMapFollowsItsRun() {
        Desk desk;
        desk.addRun(0);
        desk.addRun(1);
        QTRY_VERIFY(desk.allShown());
        for (int i = 0; i < 20; ++i)
            desk.runs.setSnapshot(turnedCloud(2, 0.1 * i));
        QTRY_COMPARE(desk.map(1).snapshot(), desk.runs.find(2)->snapshot);
        QCOMPARE(desk.map(0).snapshot(), desk.runs.find(1)->snapshot);
    }

    void hiddenMapsDoNoWorkUntilTheyAreShown() {
        Desk desk;
        desk.workspace.hide();
        desk.addRun(0);
        QCoreApplication::processEvents();
        QVERIFY(!desk.map(0).snapshot());
        desk.workspace.show();
        QTRY_VERIFY(desk.map(0).snapshot());
    }

    void runsThatDifferInTheSeedTellHowStableTheMapIs() {
        Desk desk;
        Hyperparameters other;
        other.seed = 2;
        desk.addRun(0);
        desk.addRun(1, other);
        QTRY_VERIFY(desk.allShown());
        QTRY_VERIFY(desk.maps.message().contains("One run differs from it in the seed alone: R² 1.00"));
        other.seed = 3;
        desk.addRun(2, other);
        QTRY_VERIFY(desk.maps.message().contains("2 runs differ from it in the seed alone: mean R² 1.00"));
        desk.runs.remove(3);
        other.beta = 4;
        desk.runs.setHyperparameters(2, other);
        QVERIFY(!desk.maps.message().contains("seed"));
    }

    void groupsColourAllMaps() {
        Desk desk;
        desk.addRun(0);
        desk.viewState.colourByGroup();
        const RowSet rows(desk.viewState.dataset()->rows(), RowList{1, 2, 3});
        desk.viewState.groups().add("odd ones", rows);
        // That of each map is hidden: they share one.
        const QList<ScatterLegend*> legends =
            desk.maps.findChildren<ScatterLegend*>(Qt::FindDirectChildrenOnly);
        QCOMPARE(legends.size(), qsizetype(1));
        QVERIFY(legends[0]->accessibleDescription().contains("odd ones: 3"));
        desk.viewState.groups().remove(0);
        QVERIFY(legends[0]->accessibleDescription().contains("no groups yet"));
    }

    void coloursAreChosenOnceForAllMaps() {
        Desk desk;
        desk.addRun(0);
        desk.addRun(1);
        auto* const columns = desk.maps.findChild<QComboBox*>();
        QVERIFY(columns->isVisible());
        QCOMPARE(columns->currentText(), "species");
        columns->setFocus();
        QTest::keyClick(columns, Qt::Key_Home);
        QCOMPARE(desk.viewState.colourColumn(), std::nullopt);
        int visible = 0;
        for (const QComboBox* const box : desk.maps.findChildren<QComboBox*>())
            visible += box->isVisible() ? 1 : 0;
        QCOMPARE(visible, 1);
    }

    void aTickHidesAMap() {
        Desk desk;
        desk.addRun(0);
        desk.addRun(1);
        QStyleOptionViewItem option;
        option.initFrom(&desk.table);
        option.features |= QStyleOptionViewItem::HasCheckIndicator;
        option.rect = desk.table.visualRect(desk.table.model()->index(0, RunTableModel::Name));
        const QRect box =
            desk.table.style()->subElementRect(QStyle::SE_ItemViewItemCheckIndicator, &option, &desk.table);
        QTest::mouseClick(desk.table.viewport(), Qt::LeftButton, {}, box.center());
        QVERIFY(!desk.runs.find(1)->visible);
        QCOMPARE(desk.maps.maps().size(), std::size_t(1));
        QCOMPARE(desk.map(0).run(), quint64(2));
    }

    void aRunIsRenamedInPlace() {
        Desk desk;
        desk.addRun(0);
        QTest::mouseClick(desk.table.viewport(), Qt::LeftButton, {}, desk.cell(0, RunTableModel::Name));
        QTest::keyClick(&desk.table, Qt::Key_F2);
        auto* const editor = desk.table.findChild<QLineEdit*>();
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClicks(editor, "str");
        // While it trains.
        desk.runs.append({.run = 1, .step = 71, .epoch = 7});
        QTest::keyClicks(editor, "ong");
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(desk.runs.find(1)->name, "strong");
        QTRY_COMPARE(desk.map(0).title(), "strong · epoch 7");
    }

    void aClickOnAHeaderSorts() {
        Desk desk;
        desk.addRun(0);
        desk.addRun(1);
        QHeaderView* const header = desk.table.horizontalHeader();
        const QPoint place(header->sectionViewportPosition(RunTableModel::Name) + 20, header->height() / 2);
        const auto first = [&] { return desk.table.model()->index(0, 0).data().toString(); };
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(first(), "Run 1");
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(first(), "Run 2");
        // What is selected is what is seen.
        desk.click(0);
        desk.entry("Hide")->trigger();
        QVERIFY(!desk.runs.find(2)->visible);
    }

    void severalRunsAreShownAndHiddenAtOnce() {
        Desk desk;
        for (int i = 0; i < 4; ++i)
            desk.addRun(i);
        desk.click(0);
        desk.click(1, Qt::ControlModifier);
        desk.entry("Hide")->trigger();
        QCOMPARE(desk.maps.maps().size(), std::size_t(2));
        desk.click(1);
        desk.entry("Show only these")->trigger();
        QCOMPARE(desk.maps.maps().size(), std::size_t(1));
        QCOMPARE(desk.map(0).run(), quint64(2));
    }

    void removingAsksFirst_data() {
        QTest::addColumn<bool>("agrees");
        QTest::newRow("agreed") << true;
        QTest::newRow("thought better of") << false;
    }

    void removingAsksFirst() {
        QFETCH(bool, agrees);
        Desk desk;
        desk.addRun(0);
        desk.addRun(1);
        desk.click(0);
        QTest::keyClick(&desk.table, Qt::Key_Delete);
        QMessageBox* const question = desk.question();
        QVERIFY(question);
        QVERIFY(question->text().contains("Run 1"));
        for (QAbstractButton* const button : question->buttons()) {
            const bool removes = question->buttonRole(button) == QMessageBox::DestructiveRole;
            if (removes == agrees)
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(desk.names(), agrees ? QStringList{"Run 2"} : (QStringList{"Run 1", "Run 2"}));
    }

    void theRunThatTrainsStays() {
        Desk desk;
        const DatasetPtr dataset = readSample("iris");
        desk.controller.openTable(
            prepareTrainingData(dataset, assignRoles(*dataset), recommendedHyperparameters(dataset->rows())),
            false);
        train(desk.controller, 2);
        desk.controller.newSeed();
        train(desk.controller, 3);
        desk.click(1);
        QTest::keyClick(&desk.table, Qt::Key_Delete);
        QVERIFY(desk.question()->text().contains("Run 2 stays"));
        delete desk.question();
        // Among others it is left out.
        desk.click(0, Qt::ControlModifier);
        QTest::keyClick(&desk.table, Qt::Key_Delete);
        QVERIFY(desk.question()->informativeText().contains("Run 2 stays"));
        for (QAbstractButton* const button : desk.question()->buttons())
            if (desk.question()->buttonRole(button) == QMessageBox::DestructiveRole) {
                button->click();
                break;
            }
        QCOMPARE(desk.names(), QStringList{"Run 2"});
    }

    void settingsOfARunGoBackIntoTheForm() {
        Desk desk;
        const DatasetPtr dataset = readSample("iris");
        desk.controller.openTable(
            prepareTrainingData(dataset, assignRoles(*dataset), recommendedHyperparameters(dataset->rows())),
            false);
        desk.controller.setHyperparameter(hyperparameterSpec("latent"), std::int64_t(5));
        desk.controller.setHyperparameter(hyperparameterSpec("beta"), 3.0);
        train(desk.controller, 2);
        desk.controller.setHyperparameter(hyperparameterSpec("latent"), std::int64_t(2));
        desk.controller.restart(false);
        desk.controller.setHyperparameter(hyperparameterSpec("beta"), 1.0);
        train(desk.controller, 3);
        QTRY_VERIFY(desk.allShown());
        desk.click(0);
        desk.entry("Use these settings")->trigger();
        QVERIFY(desk.controller.edited() == desk.runs.runs().front().hyperparameters);
        // A live value counts at once, the other waits.
        QCOMPARE(desk.controller.running().beta, 3.0);
        QCOMPARE(desk.controller.pendingCount(), 1);
    }

    void runsOfDifferentDimensionsLieSideBySide() {
        Desk desk;
        const DatasetPtr dataset = readSample("iris");
        desk.controller.openTable(
            prepareTrainingData(dataset, assignRoles(*dataset), recommendedHyperparameters(dataset->rows())),
            false);
        train(desk.controller, 2);
        for (const std::int64_t latent : {1, 3}) {
            desk.controller.setHyperparameter(hyperparameterSpec("latent"), latent);
            desk.controller.restart(false);
            train(desk.controller, 2);
        }
        QTRY_VERIFY(desk.allShown());
        QCOMPARE(desk.maps.maps().size(), std::size_t(3));
        for (const int place : {1, 2}) {
            QVERIFY(desk.map(place).r2().has_value());
            QVERIFY(!desk.canvas(place).layer().picture().isNull() || desk.map(place).view().pointBounds());
        }
        desk.click(2);
        desk.entry("Lay the other maps over this one")->trigger();
        QTRY_COMPARE(desk.map(2).remark(), "reference");
        QVERIFY(desk.map(0).r2().has_value());
    }

    void curvesOfVisibleRunsLieOverOneAnother() {
        Desk desk;
        desk.addRun(0);
        desk.addRun(1);
        for (const quint64 run : {1, 2}) {
            MetricsUpdate told{.run = run};
            for (int epoch = 0; epoch <= 10; ++epoch)
                told.latest.validation.push_back(
                    {.step = epoch,
                     .epoch = double(epoch),
                     .terms = {.reconstruction = 10.0 * double(run), .kl = double(run) + epoch}});
            desk.runs.append(told);
        }
        const auto readings = [&](Quantity quantity) {
            QStringList texts;
            for (const CurveHeader::Reading& reading :
                 desk.workspace.curves().chart(quantity).header().readings())
                texts << reading.name + ' ' + reading.value;
            return texts;
        };
        QTRY_COMPARE(readings(Quantity::Elbo), (QStringList{"Run 1 -21.00", "Run 2 -32.00"}));
        QTRY_COMPARE(readings(Quantity::Reconstruction), (QStringList{"Run 1 10.00", "Run 2 20.00"}));
        QTRY_COMPARE(readings(Quantity::Kl), (QStringList{"Run 1 11.00", "Run 2 12.00"}));
        // The crosshair of one chart reads all.
        emit desk.workspace.curves().chart(Quantity::Elbo).crosshairMoved(4.0);
        QCOMPARE(readings(Quantity::Kl), (QStringList{"Run 1 5.000", "Run 2 6.000"}));
        emit desk.workspace.curves().chart(Quantity::Elbo).crosshairMoved(std::nullopt);

        desk.runs.setVisible(1, false);
        desk.runs.rename(2, "strong");
        QTRY_COMPARE(readings(Quantity::Reconstruction), QStringList{"strong 20.00"});
        MetricsUpdate more{.run = 2};
        more.latest.validation.push_back({.step = 11, .epoch = 11, .terms = {.reconstruction = 7}});
        desk.runs.append(more);
        QTRY_COMPARE(readings(Quantity::Reconstruction), QStringList{"strong 7.000"});
        desk.runs.remove(2);
        QTRY_VERIFY(!readings(Quantity::Reconstruction).contains("strong 7.000"));
    }

    void theButtonNamesTheRunThatTrains() {
        TrainingController controller;
        const CurrentRunButton button(controller);
        QVERIFY(button.text().isEmpty());
        const DatasetPtr dataset = readSample("iris");
        controller.openTable(
            prepareTrainingData(dataset, assignRoles(*dataset), recommendedHyperparameters(dataset->rows())),
            false);
        QCOMPARE(button.text(), "Run 1");
        train(controller, 1);
        controller.newSeed();
        QCOMPARE(button.text(), "Run 2");
        controller.runs().rename(controller.currentRun(), "low & high");
        QCOMPARE(button.text(), "low && high");
        QCOMPARE(button.icon().pixmap(button.iconSize()).toImage().pixelColor(5, 5), classColour(1, false));
    }

    void anotherTableBringsOtherRuns() {
        Desk desk;
        desk.addRun(0);
        desk.addRun(1);
        const DatasetPtr dataset = readSample("wine");
        desk.controller.openTable(
            prepareTrainingData(dataset, assignRoles(*dataset), recommendedHyperparameters(dataset->rows())),
            false);
        QCOMPARE(desk.maps.maps().size(), std::size_t(1));
        QCOMPARE(desk.table.model()->rowCount(), 1);
    }
};

QTEST_MAIN(CompareWorkspaceTest)
#include "compare_workspace_test.moc"
