// The real window on the offscreen platform, driven as a person would.

#include "ui/shell/main_window.h"

#include <QComboBox>
#include <QDockWidget>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "tests/support/tables.h"
#include "tests/support/window_desk.h"
#include "ui/compare/current_run_button.h"
#include "ui/models/column_table_model.h"
#include "ui/models/reconstruction_model.h"
#include "ui/panels/hyperparameters_panel.h"
#include "ui/plots/latent_points.h"
#include "ui/plots/map_view_menu.h"
#include "ui/plots/scatter_canvas.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// With files of its own, and hands that find points on the map.
class Desk : public WindowDesk {
public:
    QString message() { return window->messages().text(); }

    QString write(const QString& name, const QByteArray& content) {
        const QString path = folder.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(path));
        return path;
    }

    /// Where a row of the table lies on the map, in the canvas' pixels.
    QPoint placeOf(Index row) {
        const LatentPoints points = projectLatents(*snapshot, MapPlane::ofDimensions(2, 0, 1));
        const auto point = points.pointOfRow(row);
        return window->scatter().canvas().transform().toPixel(points.at(*point)).toPoint();
    }

    /// The row that lies farthest from its nearest neighbour on screen, so that a click can only mean this
    /// one.
    Index loneliestRow() {
        const LatentPoints points = projectLatents(*snapshot, MapPlane::ofDimensions(2, 0, 1));
        const PlotTransform transform = window->scatter().canvas().transform();
        Index loneliest = -1;
        double farthest = 0;
        for (std::size_t i = 0; i < points.count(); ++i) {
            const QPointF pixel = transform.toPixel(points.at(i));
            const PointsNear near = pointsNear(points, transform, pixel, 1e4, 2);
            if (!transform.area.contains(pixel) || near.nearest.size() < 2)
                continue;
            const QLineF apart(pixel, transform.toPixel(points.at(near.nearest[1])));
            if (apart.length() > farthest) {
                farthest = apart.length();
                loneliest = (*points.rows)[i];
            }
        }
        return loneliest;
    }
};

QString samplePathText(const std::string& name) {
    return QString::fromStdString(samplePath(name));
}

QByteArray constantTable() {
    QByteArray text = "a,b\n";
    for (int row = 0; row < 20; ++row)
        text += "1,2\n";
    return text;
}

QByteArray wideTable(int columns, int rows) {
    QByteArray text;
    for (int column = 0; column < columns; ++column)
        text += (column ? ",c" : "c") + QByteArray::number(column);
    text += '\n';
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column)
            text += (column ? "," : "") + QByteArray::number((row * 7919 + column * 104729) % 1000 / 10.0);
        text += '\n';
    }
    return text;
}

}  // namespace

class MainWindowTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Q_INIT_RESOURCE(latentscape); }

    void firstStartShowsSamplesInsteadOfAnEmptyWindow() {
        Desk desk;
        QVERIFY(desk.window->findChild<WelcomePanel*>()->isVisible());
        QVERIFY(!desk.window->findChild<ReconstructionPanel*>()->isVisible());
    }

    void everySampleOpens_data() {
        QTest::addColumn<QString>("path");
        for (const Sample& sample : samples() + generatedSamples())
            QTest::newRow(qPrintable(sample.title)) << sample.path;
    }

    void everySampleOpens() {
        QFETCH(QString, path);
        Desk desk;
        desk.window->openFile(path);
        QTRY_VERIFY(desk.snapshot);
        QVERIFY(desk.window->scatter().isVisible());
        QVERIFY(desk.settings.recentFiles().isEmpty());
    }

    void generatedTablesAreBehindOneButton() {
        Desk desk;
        desk.window->findChild<QAbstractButton*>("generated")->click();
        auto* const menu = desk.window->findChild<WelcomePanel*>()->findChild<QMenu*>();
        QVERIFY(menu && menu->isVisible());
        QCOMPARE(menu->actions().size(), generatedSamples().size());
        menu->actions().at(1)->trigger();
        QTRY_VERIFY(desk.controller().dataset());
        QCOMPARE(desk.controller().dataset()->name(), std::string("swiss-roll"));
        for (const Index input : desk.controller().roles().inputs)
            QVERIFY(!desk.controller().dataset()->column(input).name.starts_with("factor"));
        menu->close();
    }

    /// Opens penguins, trains, sees the curves grow, changes β and the learning rate while it runs, pauses,
    /// clicks a point and sees that row beside its reconstruction, resumes, and closes while training.
    void aWholeSession() {
        Desk desk;
        TrainingController& controller = desk.controller();
        desk.window->openFile(samplePathText("penguins"));
        QTRY_VERIFY(controller.state() == RunState::Paused);
        QVERIFY(desk.window->windowTitle().contains("penguins"));
        QTRY_VERIFY(desk.snapshot);
        desk.type("epochs", "1000000");
        desk.type("patience", "0");

        QTest::keyClick(desk.window.get(), Qt::Key_Space);
        QTRY_VERIFY(controller.state() == RunState::Running);
        QTRY_VERIFY(controller.history().training.size() > 20);
        QTRY_VERIFY(controller.history().validation.size() > 20);
        const MetricsHistory& history = controller.history();
        QVERIFY(history.training.back().terms.reconstruction < history.training.front().terms.reconstruction);
        QVERIFY(history.training.back().terms.kl > history.training.front().terms.kl);

        desk.type("beta", "4");
        desk.type("learning-rate", "0.002");
        QTRY_COMPARE(history.edits.size(), std::size_t(4));
        QCOMPARE(history.edits[2].key, std::string("beta"));
        QCOMPARE(history.edits[3].key, std::string("learning-rate"));
        QVERIFY(controller.state() == RunState::Running);
        const std::int64_t editedAt = history.edits[3].step;
        QTRY_VERIFY(controller.progress().step > editedAt + 100);
        QCOMPARE(history.training.back().beta, 4.0);
        QCOMPARE(history.training.back().learningRate, 0.002);

        QTest::keyClick(desk.window.get(), Qt::Key_Space);
        QTRY_VERIFY(controller.state() == RunState::Paused);
        QTRY_VERIFY(desk.snapshot->step == controller.progress().step);
        desk.window->scatter().fit();
        Index row = -1;
        // The map may still be gliding to its place: click until the row is where it seems.
        QTRY_VERIFY([&] {
            row = desk.loneliestRow();
            QTest::mouseClick(desk.window->scatter().canvas().viewport(), Qt::LeftButton, {},
                              desk.placeOf(row));
            return desk.window->viewState().selectedRow() == row;
        }());

        const auto* const model = desk.window->findChild<ReconstructionModel*>();
        QVERIFY(model);
        QCOMPARE(model->reconstruction()->row, row);
        const RowReconstruction expected =
            reconstructRow(*controller.dataset(), controller.data()->preprocessor, controller.data()->table,
                           *desk.snapshot->model, row);
        QCOMPARE(model->reconstruction()->cells.size(), expected.cells.size());
        for (std::size_t i = 0; i < expected.cells.size(); ++i)
            QCOMPARE(model->reconstruction()->cells[i].reconstruction.value,
                     expected.cells[i].reconstruction.value);

        QTest::keyClick(desk.window.get(), Qt::Key_Space);
        QTRY_VERIFY(controller.state() == RunState::Running);
        QTRY_VERIFY(controller.progress().step > editedAt + 500);
        desk.window->close();
        desk.window.reset();
    }

    void aSliderAppliesWhileItIsDragged() {
        Desk desk;
        desk.window->openFile(samplePathText("iris"));
        QTRY_VERIFY(desk.controller().state() == RunState::Paused);
        auto* const slider = desk.window->findChild<QWidget*>("beta")->findChild<QSlider*>();
        slider->setValue(slider->maximum());
        QCOMPARE(desk.controller().edited().beta, 100.0);
        QTRY_COMPARE(desk.controller().history().edits.size(), std::size_t(1));
    }

    void spaceRunsAfterAValueHasBeenTyped() {
        Desk desk;
        desk.window->openFile(samplePathText("iris"));
        QTRY_VERIFY(desk.controller().state() == RunState::Paused);
        desk.window->activateWindow();
        desk.window->findChild<QWidget*>("epochs")->findChild<QLineEdit*>()->setFocus();
        desk.type("epochs", "1000000");
        QVERIFY(!qobject_cast<QLineEdit*>(desk.window->focusWidget()));
        QTest::keyClick(desk.window.get(), Qt::Key_Space);
        QTRY_VERIFY(desk.controller().state() == RunState::Running);
    }

    void aValueThatIsNotAllowedIsRefusedWithTheReason() {
        Desk desk;
        desk.window->openFile(samplePathText("iris"));
        QTRY_VERIFY(desk.controller().state() == RunState::Paused);
        desk.type("beta", "minus one");
        QCOMPARE(desk.controller().edited().beta, 1.0);
        bool complains = false;
        for (const QLabel* const label : desk.window->findChildren<QLabel*>("complaint"))
            complains = complains || (label->isVisible() && label->text().contains("minus one"));
        QVERIFY(complains);
    }

    void architectureChangesWaitForTheRestartButton() {
        Desk desk;
        desk.window->openFile(samplePathText("iris"), true);
        QTRY_VERIFY(desk.controller().progress().step > 0);
        auto* const restart =
            desk.window->findChild<HyperparametersPanel*>()->findChild<QPushButton*>("restart");
        QVERIFY(!restart->isVisible());
        desk.type("hidden", "8,8");
        QVERIFY(restart->isVisible());
        QCOMPARE(desk.controller().running().hidden.size(), std::size_t(2));
        QCOMPARE(desk.controller().running().hidden[0], std::int64_t(64));
        QTest::mouseClick(restart, Qt::LeftButton);
        QCOMPARE(desk.controller().running().hidden[0], std::int64_t(8));
        QVERIFY(!restart->isVisible());
    }

    void whatIsOnScreenStaysWhenAFileCannotBeUsed_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("expected");
        QTest::newRow("no such file") << QByteArray() << "no file";
        QTest::newRow("empty file") << QByteArray("\n") << "empty";
        QTest::newRow("header only") << QByteArray("a,b,c\n") << "no rows";
        QTest::newRow("one column") << QByteArray("a\n1\n2\n3\n4\n5\n") << "one column";
        QTest::newRow("all-constant columns") << constantTable() << "No column";
        QTest::newRow("ragged line") << QByteArray("a,b\n1,2\n3,4,5\n6,7\n") << "line 3";
        QTest::newRow("too few rows") << QByteArray("a,b\n1,2\n3,4\n") << "2 rows";
    }

    void whatIsOnScreenStaysWhenAFileCannotBeUsed() {
        QFETCH(QByteArray, content);
        QFETCH(QString, expected);
        Desk desk;
        desk.window->openFile(samplePathText("iris"), true);
        QTRY_VERIFY(desk.controller().progress().step > 0);
        QSignalSpy failures(desk.window.get(), &MainWindow::openFailed);
        const QString path =
            content.isEmpty() ? desk.folder.filePath("absent.csv") : desk.write("bad.csv", content);
        desk.window->openFile(path);
        QTRY_COMPARE(failures.size(), 1);
        QVERIFY2(desk.message().contains(expected), qPrintable(desk.message()));
        QVERIFY(!desk.message().contains('{'));
        QVERIFY(desk.window->windowTitle().contains("iris"));
        const std::int64_t step = desk.controller().progress().step;
        QTRY_VERIFY(desk.controller().progress().step > step ||
                    desk.controller().state() == RunState::Finished);
    }

    void whatWasNoticedInATableIsSaid_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("expected");
        QTest::newRow("text where numbers were")
            << QByteArray("a,b\n1,2\n3,oops\n5,1\n7,8\n2,4\n6,5\n9,2\n4,3\n8,7\n3,1\n") << "“oops”";
        QTest::newRow("infinite cell")
            << QByteArray("a,b\n1,2\n3,inf\n5,1\n7,8\n2,4\n6,5\n9,2\n") << "finite";
        QTest::newRow("constant column") << QByteArray("a,b,c\n1,2,5\n3,3,5\n5,1,5\n7,8,5\n2,4,5\n") << "“c”";
        QTest::newRow("10,000 columns") << wideTable(10000, 24) << "over-fitting";
    }

    void whatWasNoticedInATableIsSaid() {
        QFETCH(QByteArray, content);
        QFETCH(QString, expected);
        Desk desk;
        desk.window->openFile(desk.write("odd.csv", content));
        QTRY_VERIFY_WITH_TIMEOUT(desk.snapshot, 30000);
        QVERIFY2(desk.message().contains(expected), qPrintable(desk.message()));
        desk.controller().oneEpoch();
        QTRY_VERIFY_WITH_TIMEOUT(desk.controller().progress().epoch >= 1, 30000);
    }

    void aDivergingRunSaysSoAndCanGoOn() {
        Desk desk;
        desk.window->openFile(samplePathText("wine"), true);
        QTRY_VERIFY(desk.controller().state() == RunState::Running);
        desk.type("epochs", "1000000");
        desk.type("clip-norm", "0");
        desk.type("learning-rate", "1e6");
        QTRY_VERIFY(desk.controller().state() == RunState::Diverged);
        QTRY_VERIFY(desk.message().contains("diverged"));
        QVERIFY(!desk.message().contains('{'));
        desk.type("learning-rate", "0.001");
        const std::int64_t step = desk.controller().progress().step;
        QTest::keyClick(desk.window.get(), Qt::Key_Space);
        QTRY_VERIFY(desk.controller().progress().step > step + 10);
    }

    void recentFilesAndLayoutAreRemembered() {
        QTemporaryDir folder;
        const QString settingsFile = folder.filePath("settings.ini");
        const QString path = samplePathText("wine");
        QByteArray layout;
        {
            Settings settings(settingsFile);
            MainWindow window(settings);
            window.show();
            window.openFile(path);
            QTRY_VERIFY(window.controller().hasRun());
            window.findChild<QDockWidget*>("architecture")->setFloating(true);
            layout = window.saveState(Workspaces::kLayoutVersion);
            window.close();
        }
        Settings settings(settingsFile);
        QCOMPARE(settings.recentFiles(), QStringList{path});
        QCOMPARE(settings.windowLayout(), layout);
        MainWindow again(settings);
        QVERIFY(again.findChild<QDockWidget*>("architecture")->isFloating());
    }

    void theLookOfEachMapIsRemembered() {
        QTemporaryDir folder;
        Settings settings(folder.filePath("settings.ini"));
        // Until a table is open, that of Explore comes first.
        const auto mapAt = [](MainWindow& window, qsizetype index) {
            return window.findChildren<MapViewMenu*>()[index];
        };
        const auto trigger = [](QMenu& menu, const QString& text) {
            for (QAction* const action : menu.actions())
                if (action->text() == text)
                    return action->trigger();
            QFAIL("no such choice");
        };
        {
            MainWindow window(settings);
            QVERIFY(mapAt(window, 0)->mapStyle() == MapStyle());
            trigger(*mapAt(window, 0), "Density");
            trigger(*mapAt(window, 0), "Histograms along the axes");
            trigger(*mapAt(window, 0), "Trails");
            trigger(*mapAt(window, 0), "Keep orientation when retraining");
            const QList<QSlider*> sliders = mapAt(window, 0)->findChildren<QSlider*>();
            sliders[0]->setValue(10);
            sliders[1]->setValue(4);
            emit mapAt(window, 0)->parent()->findChild<QComboBox*>("horizontal-axis")->activated(0);
        }
        const MapStyle expected{.drawing = MapDrawing::Density,
                                .radius = 2.5,
                                .opacity = 0.2,
                                .marginals = true,
                                .trails = true,
                                .keepsOrientation = false};
        {
            MainWindow window(settings);
            QVERIFY(mapAt(window, 0)->mapStyle() == expected);
            QVERIFY(mapAt(window, 1)->mapStyle() == MapStyle());
            MapViewMenu& menu = *mapAt(window, 0);
            const auto* const map = qobject_cast<LatentScatterView*>(menu.parent()->parent());
            window.openFile(samplePathText("wine"), true);
            QTRY_VERIFY(window.controller().progress().step > 0);
            QVERIFY(map->axes().principal);
            trigger(menu, "Reset view");
            QVERIFY(!map->axes().principal);
        }
        // What is in the file may be anything.
        settings.setMapLook("train", {{"drawing", 99}, {"radius", -3}, {"opacity", "much"}});
        MainWindow again(settings);
        QVERIFY(mapAt(again, 0)->mapStyle() == MapStyle());
        QVERIFY(mapAt(again, 1)->mapStyle() == MapStyle{.drawing = MapDrawing::Density});
    }

    void whatIsUnfoldedStaysSo() {
        QTemporaryDir folder;
        Settings settings(folder.filePath("settings.ini"));
        {
            MainWindow window(settings);
            window.findChild<QWidget*>("weight-decay")->parentWidget()->findChild<QToolButton*>()->click();
        }
        MainWindow again(settings);
        for (const HyperparameterForm* const form : again.findChildren<HyperparameterForm*>())
            QCOMPARE(form->isExpanded(), form->findChild<QWidget*>("weight-decay") != nullptr);
    }

    void aLikelihoodThatDoesNotFitIsSaidAndNothingIsLost() {
        Desk desk;
        desk.window->openFile(samplePathText("penguins"), true);
        QTRY_VERIFY(desk.controller().progress().step > 0);
        QAbstractItemModel* const model = desk.window->findChild<ColumnTableModel*>();
        const QModelIndex cell = model->index(3, ColumnTableModel::Likelihood);
        QVERIFY(model->setData(cell, "poisson"));
        QVERIFY2(desk.message().contains("bill_depth_mm") && desk.message().contains("poisson"),
                 qPrintable(desk.message()));
        QCOMPARE(cell.data().toString(), "gaussian");
        QCOMPARE(desk.controller().pendingCount(), 0);
        const std::int64_t step = desk.controller().progress().step;
        QTRY_VERIFY(desk.controller().progress().step > step);

        QVERIFY(model->setData(cell, "student-t"));
        QVERIFY(desk.message().isEmpty());
        QCOMPARE(cell.data().toString(), "student-t");
        QCOMPARE(desk.controller().pendingCount(), 1);
        QVERIFY(
            desk.window->findChild<HyperparametersPanel*>()->findChild<QPushButton*>("restart")->isVisible());
    }

    void aScaleThatDoesNotFitIsSaidAndNothingIsLost() {
        Desk desk;
        desk.window->openFile(desk.write("signed.csv", "a,b\n-1,2\n3,3\n5,1\n7,8\n2,4\n6,5\n9,2\n"));
        QTRY_VERIFY(desk.snapshot);
        auto* const columns = desk.window->findChild<ColumnTableModel*>();
        QVERIFY(columns->change({0}, ColumnTableModel::Scale, "log"));
        QVERIFY2(desk.message().contains("“a”"), qPrintable(desk.message()));
        QVERIFY(columns->roles().scales.empty());
        QVERIFY(columns->change({0}, ColumnTableModel::Scale, "robust"));
        QTRY_VERIFY(desk.controller().data());
        QVERIFY(desk.controller().data()->preprocessor.columns()[0].numberScale == NumberScale::Robust);
    }

    void theWorkspaceOfDataHidesTheDocksAndTrainingBringsThemBack() {
        Desk desk;
        desk.window->openFile(samplePathText("iris"));
        QTRY_VERIFY(desk.snapshot);
        auto* const curves = desk.window->findChild<QDockWidget*>("curves");
        desk.window->findChild<QDockWidget*>("architecture")->close();
        desk.window->resizeDocks({curves}, {260}, Qt::Vertical);
        // The other docks take the room of the closed one.
        QCoreApplication::processEvents();
        const QByteArray layout = desk.window->saveState(Workspaces::kLayoutVersion);
        auto* const data = desk.window->findChild<DataWorkspace*>();
        QTest::keyClick(desk.window.get(), Qt::Key_1, Qt::ControlModifier);
        QVERIFY(data->isVisible());
        QVERIFY(!desk.window->scatter().isVisible());
        for (const QDockWidget* const dock : desk.window->findChildren<QDockWidget*>()) {
            QVERIFY(!dock->isVisible());
            QVERIFY(!dock->toggleViewAction()->isEnabled());
        }
        QTest::keyClick(desk.window.get(), Qt::Key_2, Qt::ControlModifier);
        QVERIFY(!data->isVisible());
        QVERIFY(desk.window->scatter().isVisible());
        QVERIFY(curves->isVisible());
        QVERIFY(!desk.window->findChild<QDockWidget*>("architecture")->isVisible());
        QCOMPARE(desk.window->saveState(Workspaces::kLayoutVersion), layout);
    }

    void theArrangementForTrainingIsRememberedFromAnyWorkspace() {
        Desk desk;
        desk.window->openFile(samplePathText("iris"));
        QTRY_VERIFY(desk.snapshot);
        const QByteArray layout = desk.window->saveState(Workspaces::kLayoutVersion);
        desk.window->workspaces().show(0);
        desk.window->close();
        QCOMPARE(desk.settings.windowLayout(), layout);
    }

    void workspacesWaitForATable() {
        Desk desk;
        QTest::keyClick(desk.window.get(), Qt::Key_1, Qt::ControlModifier);
        QVERIFY(desk.window->findChild<WelcomePanel*>()->isVisible());
        desk.window->openFile(samplePathText("iris"));
        QTRY_VERIFY(desk.window->scatter().isVisible());
        desk.window->findChild<DatasetPanel*>()->findChild<QToolButton*>()->click();
        QVERIFY(desk.window->findChild<DataWorkspace*>()->isVisible());
        desk.window->openFile(samplePathText("wine"));
        QTRY_VERIFY(desk.window->windowTitle().contains("wine"));
        QVERIFY(desk.window->findChild<DataWorkspace*>()->isVisible());
    }

    void rolesEditedInTheDataWaitForARestartThere() {
        Desk desk;
        desk.window->openFile(samplePathText("iris"), true);
        QTRY_VERIFY(desk.controller().progress().step > 0);
        desk.window->workspaces().show(0);
        auto* const data = desk.window->findChild<DataWorkspace*>();
        auto* const restart = data->findChild<QPushButton*>("restart");
        QVERIFY(!restart->isVisible());
        QVERIFY(data->findChild<ColumnTableModel*>()->change({1}, ColumnTableModel::Role,
                                                             int(ColumnRole::Ignored)));
        QVERIFY(restart->isVisible());
        QTest::mouseClick(restart, Qt::LeftButton);
        QVERIFY(!restart->isVisible());
        QTRY_VERIFY(desk.controller().data());
        QCOMPARE(desk.controller().data()->roles.inputs, (std::vector<Index>{0, 2, 3}));
    }

    void runsAreComparedInAWorkspaceOfTheirOwn() {
        Desk desk;
        desk.window->openFile(samplePathText("iris"));
        QTRY_VERIFY(desk.snapshot);
        QTest::keyClick(desk.window.get(), Qt::Key_4, Qt::ControlModifier);
        auto* const compare = desk.window->findChild<CompareWorkspace*>();
        QVERIFY(compare->isVisible());
        QCOMPARE(compare->table().model().rowCount(), 1);
        QTRY_VERIFY(compare->maps().maps().front()->snapshot());
        desk.window->workspaces().show(1);
        // The name of the run in the bar leads there too.
        QTest::mouseClick(desk.window->findChild<CurrentRunButton*>(), Qt::LeftButton);
        QVERIFY(compare->isVisible());
    }

    void theWindowFitsASmallScreen() {
        Desk desk;
        desk.window->openFile(samplePathText("digits"));
        QTRY_VERIFY(desk.snapshot);
        QCOMPARE(desk.window->size(), QSize(1280, 720));
        for (const int workspace : {0, 2}) {
            desk.window->workspaces().show(workspace);
            QCoreApplication::processEvents();
            QCOMPARE(desk.window->size(), QSize(1280, 720));
        }
    }

    void appearanceSwitchesWhileTheWindowIsOpen() {
        Desk desk;
        desk.window->openFile(samplePathText("iris"));
        QTRY_VERIFY(desk.snapshot);
        desk.window->setAppearance(Appearance::Dark);
        QTRY_VERIFY(desk.window->palette().color(QPalette::Window).lightness() < 128);
        desk.window->setAppearance(Appearance::Light);
        QTRY_VERIFY(desk.window->palette().color(QPalette::Window).lightness() > 128);
    }
};

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
